// The conversation with the server. What is seen is in view.js; here are the events and what they mean.
import { View } from "./view.js";

const view = new View({ open, send, join, drop, stayAway });
const users = new Map();

// By id: whatever arrives twice is kept once. What the server has not confirmed yet has no id, and waits in drafts.
const messages = new Map();
const drafts = new Set();

// Up to which message I have read what somebody wrote, and they what I wrote.
let read = {};
let seen = {};
let session = localStorage.getItem("messages.session");
let me = null;
let peer = null;
let lostAt = 0;

const socket = io({
  autoConnect: false,
  reconnectionDelay: 300,
  reconnectionDelayMax: 3000,
  // The session lets us in again as who we were, in every tab of this browser, today and tomorrow. The name is for a server that does not know it (any more).
  auth: (answer) => answer({ session: localStorage.getItem("messages.session"), name: localStorage.getItem("messages.name") }),
});

// Coming and going ---------------------------------------------------------------------------------------------------

socket.on("connect", () => {
  view.welcomed();
  showState("connected");
  socket.io.engine.once("upgrade", () => showState("connected"));

  if (lostAt) {
    const seconds = ((performance.now() - lostAt) / 1000).toFixed(1);
    view.recovered(socket.recovered, socket.recovered ? `Recovered after ${seconds} s: nothing was missed` : `Back after ${seconds} s, with everything loaded anew`);
    lostAt = 0;
  }

  if (!socket.recovered) {
    messages.clear();
    users.clear();
  }
});

socket.on("disconnect", (reason) => {
  lostAt = performance.now();
  view.notice(`Connection lost: ${reason}`);
  showState("disconnected", "offline");

  // The server has forgotten us: we come back as somebody new.
  if (reason === "io server disconnect") {
    socket.connect();
  }
});

socket.on("connect_error", (error) => {
  // Active: the client will try again. Otherwise the server has refused us, and says why.
  socket.active ? showState("disconnected", "offline") : view.askName(localStorage.getItem("messages.name") ?? "", error.message);
});

// What the server tells ----------------------------------------------------------------------------------------------

// These three come after a connection that was not recovered, and hold all there is.
socket.on("session", (given, user) => {
  session = given;
  localStorage.setItem("messages.session", session);
  me = user;
});

socket.on("users", (all) => {
  all.forEach((user) => users.set(user.id, user));
  show();
});

socket.on("mailbox", (mailbox) => {
  ({ read, seen } = mailbox);
  mailbox.messages.forEach(keep);
  show();
});

// Somebody came, or went with their last tab.
socket.on("user", (user) => {
  users.set(user.id, user);
  show();
});

// Written to us, or by ourselves in another tab.
socket.on("message", (message) => {
  keep(message);
  show();
});

// Read by us in another tab, or by the one we wrote to.
socket.on("read", (reader, writer, id) => {
  reader === me.id ? read[writer] = id : seen[reader] = id;
  show();
});

// What we do ---------------------------------------------------------------------------------------------------------

function join(name) {
  localStorage.setItem("messages.name", name);
  socket.connect();
}

function open(id) {
  peer = id;
  sessionStorage.setItem("messages.peer", id);
  show();
}

// The acknowledgement is the message as the server keeps it. While the connection is down the client keeps the event and sends it as soon as it is back;
// one that was under way when the connection broke may or may not have arrived: the user decides.
async function send(text, draft = { from: me.id, to: peer, text, time: Date.now() }) {
  draft.state = "sending";
  drafts.add(draft);
  show();

  try {
    const message = await socket.emitWithAck("message", draft.to, text);
    message && drafts.delete(draft) && keep(message);
    message || (draft.state = "failed");
  } catch {
    draft.state = "failed";
  }

  show();
}

// As a lost network does: the client notices, and comes back by itself.
function drop() {
  socket.io.engine?.close();
}

// The same, but it does not come back before it is told to.
function stayAway(away) {
  socket.io.reconnection(!away);
  away ? socket.io.engine?.close() : socket.connect();
}

// Small helpers ------------------------------------------------------------------------------------------------------

function keep(message) {
  messages.set(message.id, message);
}

function other(message) {
  return message.from === me.id ? message.to : message.from;
}

function show() {
  if (!me) {
    return;
  }

  const conversations = Map.groupBy([...messages.values()].sort((one, two) => one.id - two.id), other);
  peer && readAll(conversations.get(peer) ?? []);

  view.people(me, [...users.values()].filter((user) => user.id !== me.id).map((user) => {
    const written = conversations.get(user.id) ?? [];
    return { ...user, last: written.at(-1), unread: written.filter((message) => message.from === user.id && message.id > (read[user.id] ?? 0)).length };
  }), peer);

  const unsent = [...drafts].filter((draft) => draft.to === peer);
  view.conversation(users.get(peer), [...conversations.get(peer) ?? [], ...unsent].map((message) => ({
    ...message,
    mine: message.from === me.id,
    state: message.state ?? (message.id <= (seen[peer] ?? 0) ? "delivered" : "accepted"),
    again: () => send(message.text, unsent.find((draft) => draft.time === message.time && draft.text === message.text)),
  })));
}

// What is in front of the reader's eyes is read.
function readAll(conversation) {
  const last = conversation.findLast((message) => message.from === peer)?.id ?? 0;

  if (last > (read[peer] ?? 0) && document.visibilityState === "visible") {
    read[peer] = last;
    socket.emit("read", peer, last);
  }
}

function showState(state, text) {
  const transport = socket.io.engine?.transport?.name ?? "none";
  view.state(state, text ?? transport, transport, socket.id);
}

socket.io.on("reconnect_attempt", (attempt) => showState("connecting", `reconnecting · ${attempt}`));
addEventListener("visibilitychange", show);

// Another tab of this browser has become somebody new, and so do we: it is the same person.
addEventListener("storage", () => {
  if (session && session !== localStorage.getItem("messages.session")) {
    session = null;
    socket.disconnect().connect();
  }
});

peer = sessionStorage.getItem("messages.peer");
peer || view.showPeople();
session ? socket.connect() : view.askName("");
