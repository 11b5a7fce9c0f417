// The conversation with the server. What is seen is in view.js; here are the events and what they mean.
import { View } from "./view.js";
import { shrink } from "./picture.js";

const usualRooms = ["lobby", "music", "random"];
const me = { name: localStorage.getItem("name") ?? "", room: roomOfAddress() };
const seen = new Set();
const view = new View({ send, sendPicture, enter, rename, typing, dropConnection, measure });

let people = [];
let reconnections = 0;
let lostAt = 0;

// ?transports=polling or ?transports=websocket fixes the transport; by default the client starts with polling and upgrades.
const transports = new URLSearchParams(location.search).get("transports")?.split(",");

const socket = io({
  autoConnect: false,
  reconnectionDelay: 300,
  reconnectionDelayMax: 3000,
  ...(transports && { transports }),
  // Asked again for every reconnection, so that the server lets us back into the room we are in by then.
  auth: (answer) => answer({ name: me.name, room: me.room }),
});

// Coming and going ---------------------------------------------------------------------------------------------------

socket.on("connect", () => {
  view.welcomed();
  showState("connected");
  socket.io.engine.once("upgrade", () => showState("connected"));

  if (lostAt) {
    view.notice(`Back again after ${((performance.now() - lostAt) / 1000).toFixed(1)} s`);
    view.reconnections(++reconnections);
    lostAt = 0;
  }
});

socket.on("disconnect", (reason) => {
  lostAt = performance.now();
  view.notice(`Connection lost: ${reason}`);
  showState("disconnected", "offline");

  // After a disconnection that the server asked for, the client does not come back by itself.
  if (reason === "io server disconnect") {
    socket.connect();
  }
});

socket.on("connect_error", (error) => {
  // Active: the client will try again. Otherwise the server has refused us, and says why.
  if (socket.active) {
    showState("disconnected", "offline");
  } else {
    view.askName(me.name, error.message);
  }
});

socket.io.on("reconnect_attempt", (attempt) => showState("connecting", `reconnecting · ${attempt}`));

// What the server tells ----------------------------------------------------------------------------------------------

// Sent whenever we come into a room. After a reconnection most of it is known already; the rest is what we have missed.
socket.on("history", (room, messages) => room === me.room && messages.forEach(show));

socket.on("message", (message, acknowledge) => {
  if (message.room === me.room) {
    show(message);
    view.stopsTyping(message.name);
  }

  // This is what turns the sender's single tick into a double one.
  acknowledge(true);
});

socket.on("delivered", (id, readers, expected) => view.delivered(id, readers, expected));
socket.on("typing", (name) => view.types(name));

socket.on("people", (everybody) => {
  const here = (list) => new Set(list.filter((person) => person.room === me.room).map((person) => person.name));
  const [before, now] = [here(people), here(everybody)];

  // The first list after we arrived is not news.
  if (before.has(me.name)) {
    now.difference(before).forEach((name) => view.notice(`${name} joined`));
    before.difference(now).forEach((name) => view.notice(`${name} left`));
  }

  // By name: the order of the server's sockets says nothing, and changes.
  people = everybody.toSorted((one, other) => one.name.localeCompare(other.name));
  showPeople();
});

socket.on("activity", (room) => room !== me.room && view.unread(room));

// What we do ---------------------------------------------------------------------------------------------------------

function send(text) {
  deliver(view.addOwn({ name: me.name, text, time: Date.now() }), text);
}

async function sendPicture(file) {
  const picture = await shrink(file);

  if (picture) {
    deliver(view.addOwn({ name: me.name, text: "", picture, time: Date.now() }), "", picture);
  } else {
    view.notice(`${file.name || "That"} is no picture that this browser can read`);
  }
}

// The acknowledgement is the handler's return value on the server. While the connection is down the client keeps the event,
// and sends it as soon as it is back; one that was under way when the connection broke may or may not have arrived.
async function deliver(entry, text, picture) {
  try {
    const id = await socket.emitWithAck("message", text, ...(picture ? [picture] : []));
    seen.add(id);
    view.accepted(entry, id);
  } catch {
    view.failed(entry, () => deliver(entry, text, picture));
  }
}

function enter(room) {
  if (room === me.room) {
    return;
  }

  me.room = room;
  seen.clear();
  history.replaceState(null, "", `#${encodeURIComponent(room)}`);
  view.clear();
  showPeople();
  socket.emit("enter", room);
}

function rename(name) {
  me.name = name;
  localStorage.setItem("name", name);
  showPeople();
  socket.disconnect().connect();
}

function typing() {
  socket.volatile.emit("typing");
}

// Closes the connection under the client's feet, as a lost network does.
function dropConnection() {
  socket.io.engine?.close();
}

async function measure() {
  const from = performance.now();
  await socket.timeout(5000).emitWithAck("round trip");
  return performance.now() - from;
}

// Small helpers ------------------------------------------------------------------------------------------------------

function show(message) {
  if (!seen.has(message.id)) {
    seen.add(message.id);
    view.add(message, isMine(message));
  }
}

function isMine(message) {
  return message.name === me.name;
}

function showState(state, text) {
  const transport = socket.io.engine?.transport?.name ?? "none";
  view.state(state, text ?? transport, { transport, id: socket.id });
}

function showPeople() {
  const rooms = new Set([...usualRooms, me.room, ...people.map((person) => person.room)]);
  view.people(me, [...rooms].map((name) => ({ name, people: people.filter((person) => person.room === name) })));
}

function roomOfAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1)) || usualRooms[0];
  } catch {
    return usualRooms[0];
  }
}

addEventListener("hashchange", () => enter(roomOfAddress()));
showPeople();
me.name ? socket.connect() : view.askName("");
