// The conversation with the nodes. What is seen is in view.js; here are the events and what they mean.
import { View } from "./view.js";

const name = sessionStorage.getItem("name") ?? someName();
sessionStorage.setItem("name", name);

const view = new View(name, { say, ask, stop, kill, drop });
let lostAt = 0;
let asking = false;
let stale = false;

const socket = io({ auth: { name }, reconnectionDelay: 300, reconnectionDelayMax: 2000 });

// What the nodes tell ------------------------------------------------------------------------------------------------

// The first event of each connection, recovered or not: which node it is on.
socket.on("welcome", (seat) => {
  view.seat(seat, socket.id);

  if (lostAt) {
    const seconds = ((performance.now() - lostAt) / 1000).toFixed(1);
    view.notice(socket.recovered
      ? `Back after ${seconds} s, on node ${seat.node}. Recovered: nothing was missed`
      : `Back after ${seconds} s, on node ${seat.node}. A new session: what was said meanwhile is missing`);
    lostAt = 0;
  }
});

// To everybody, or to the clients of one node.
socket.on("line", (line) => view.line(line));

// Somebody has come or gone, on whichever node.
socket.on("changed", refresh);

// What we do ---------------------------------------------------------------------------------------------------------

function say(text, node = null) {
  socket.emit("say", text, node);
}

// Each server answers for itself. One that was killed a moment ago is waited for until the others know that it has gone.
async function ask() {
  view.asking(true);

  try {
    view.servers(await socket.timeout(10_000).emitWithAck("ask"));
  } catch {
    view.notice("Not all servers have answered");
  }

  view.asking(false);
}

function stop() {
  socket.emit("stop");
}

function kill() {
  socket.emit("kill");
}

function drop() {
  socket.io.engine?.close();
}

// One question at a time, and another when something has changed since: the last answer is never older than the last change.
async function refresh() {
  stale = true;

  if (asking) {
    return;
  }

  asking = true;

  while (stale) {
    stale = false;

    try {
      view.sockets(await socket.timeout(10_000).emitWithAck("sockets"), socket.id);
    } catch {
      stale ||= socket.connected;
    }
  }

  asking = false;
}

// The connection -----------------------------------------------------------------------------------------------------

socket.on("connect", () => {
  showState("connected");
  socket.io.engine.once("upgrade", () => showState("connected"));
  refresh();
  ask();
});

socket.on("disconnect", (reason) => {
  lostAt = performance.now();
  view.notice(`Connection lost: ${reason}`);
  showState("disconnected", "offline");
});

socket.on("connect_error", (error) => showState("disconnected", socket.active ? "offline" : error.message));
socket.io.on("reconnect_attempt", (attempt) => showState("connecting", `reconnecting · ${attempt}`));

function showState(state, text) {
  view.state(state, text ?? socket.io.engine.transport.name, socket.connected ? socket.io.engine.transport.name : "none");
}

function someName() {
  const one = (words) => words[Math.floor(Math.random() * words.length)];
  return `${one(["Brave", "Calm", "Eager", "Gentle", "Lucky", "Merry", "Quick", "Sunny"])} ${one(["Badger", "Crane", "Fox", "Heron", "Lynx", "Otter", "Raven", "Seal"])} ${10 + Math.floor(Math.random() * 90)}`;
}
