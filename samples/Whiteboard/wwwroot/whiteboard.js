// The conversation with the server. Pens and ink are in board.js; here are the events and what they mean.
import { Board } from "./board.js";
import { avatar, element, hue, item } from "./chat/elements.js";

const $ = (id) => document.getElementById(id);
const board = nameOfBoard();
const me = { name: localStorage.getItem("name") ?? someName() };
const cursors = new Map();
const view = new Board({ drawn, moved });

const socket = io({
  reconnectionDelay: 300,
  reconnectionDelayMax: 3000,
  // Asked again for every reconnection.
  auth: (answer) => answer({ board, name: me.name }),
});

// What the server tells ----------------------------------------------------------------------------------------------

// All there is so far: the first thing we get, also after a reconnection.
socket.on("picture", (lines) => {
  view.clear();
  lines.forEach((line) => view.paint(line));
});

// Somebody's line, ours too: everyone paints in the order in which the server took the lines, and so everyone has the same picture.
socket.on("draw", (line) => view.paint(line));
socket.on("clear", () => view.clear());

socket.on("people", (people) => {
  const others = people.filter((person) => person.id !== socket.id);
  $("people").replaceChildren(...people.map((person) => {
    const entry = item(avatar(person.name));
    entry.title = person.id === socket.id ? `${person.name} (you)` : person.name;
    return entry;
  }));

  // Those who have left take their pointers with them; those who have a new name wear it.
  [...cursors.keys()].filter((id) => !others.some((person) => person.id === id)).forEach(removeCursor);
  others.forEach(nameCursor);
});

socket.on("cursor", (id, x, y) => {
  const cursor = cursors.get(id);

  if (cursor) {
    cursor.at = [x, y];
    cursor.shape.classList.remove("still");
    clearTimeout(cursor.timer);
    cursor.timer = setTimeout(() => cursor.shape.classList.add("still"), 5000);
    place(cursor);
  }
});

// What we do ---------------------------------------------------------------------------------------------------------

// Our own line stays wet, on a canvas of its own, until the server has told it to everyone and acknowledges it. While the connection is down the client
// keeps it. Was it under way when the connection broke, we cannot know whether it arrived, and send it again: a line that is painted twice looks no different.
async function drawn(line) {
  for (;;) {
    try {
      await socket.emitWithAck("draw", line);
      return view.dry(line);
    } catch {
      // Disconnected: the next attempt waits in the client until it is back.
    }
  }
}

// Volatile: a position that cannot be sent at once is worth nothing later.
function moved(x, y) {
  socket.volatile.emit("cursor", x, y);
}

$("clear").onclick = () => socket.emit("clear");
$("name").value = me.name;
$("name").onchange = () => {
  me.name = $("name").value.trim() || someName();
  $("name").value = me.name;
  localStorage.setItem("name", me.name);
  // Not while the connection is down: the next one introduces us anyway.
  socket.connected && socket.emit("rename", me.name);
};

// The connection -----------------------------------------------------------------------------------------------------

socket.on("connect", () => {
  showState("connected");
  socket.io.engine.once("upgrade", () => showState("connected"));
});

socket.on("disconnect", () => showState("disconnected", "offline"));
socket.on("connect_error", (error) => showState("disconnected", socket.active ? "offline" : error.message));
socket.io.on("reconnect_attempt", (attempt) => showState("connecting", `reconnecting · ${attempt}`));

// As a lost network does.
$("status").onclick = () => socket.io.engine?.close();

function showState(state, text) {
  $("status").dataset.state = state;
  $("status-text").textContent = text ?? socket.io.engine.transport.name;
}

// Pointers of others -------------------------------------------------------------------------------------------------

function nameCursor(person) {
  let cursor = cursors.get(person.id);

  if (!cursor) {
    const shape = $("cursors").appendChild(element("div", "cursor still"));
    shape.innerHTML = '<svg viewBox="0 0 18 18"><path d="M2 2l13.500 5-6 2.500L7 15.500z"/></svg>';
    shape.append(element("span"));
    cursors.set(person.id, cursor = { shape, at: [0, 0] });
  }

  cursor.shape.style.setProperty("--hue", hue(person.name));
  cursor.shape.querySelector("span").replaceChildren(element("b", "", person.name));
}

function removeCursor(id) {
  const cursor = cursors.get(id);
  clearTimeout(cursor.timer);
  cursor.shape.remove();
  cursors.delete(id);
}

function place({ shape, at: [x, y] }) {
  shape.style.translate = `${x / 1600 * $("board").clientWidth}px ${y / 1200 * $("board").clientHeight}px`;
}

// Small helpers ------------------------------------------------------------------------------------------------------

function nameOfBoard() {
  try {
    return decodeURIComponent(location.hash.slice(1)).slice(0, 40) || "everyone";
  } catch {
    return "everyone";
  }
}

function someName() {
  const pick = (words) => words[Math.floor(Math.random() * words.length)];
  return `${pick(["Quick", "Quiet", "Bright", "Brave", "Merry", "Clever"])} ${pick(["Otter", "Heron", "Fox", "Badger", "Wren", "Lynx", "Hare"])}`;
}

addEventListener("hashchange", () => location.reload());
new ResizeObserver(() => cursors.forEach(place)).observe($("board"));
localStorage.setItem("name", me.name);
document.title = `${board} · Whiteboard`;
$("title").replaceChildren(element("span", "hash", "# "), board);
