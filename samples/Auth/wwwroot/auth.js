// The conversation with the server. What is seen is in view.js, signing in and out in session.js.
import { Session } from "./session.js";
import { View } from "./view.js";

const session = new Session();
const view = new View({ signIn, signOut, wave, announce, signOutUser });

// Asked again for every connection, so that a token is never older than it may be. Without a token the cookie decides.
const auth = async (answer) => answer({ token: await session.token() });

const options = { auth, autoConnect: false, reconnectionDelay: 300, reconnectionDelayMax: 3000 };
const namespaces = { "/": io(options), "/ops": io("/ops", options) };
const { "/": main, "/ops": ops } = namespaces;

// Coming and going ---------------------------------------------------------------------------------------------------

for (const [name, socket] of Object.entries(namespaces)) {
  socket.on("connect", () => {
    view.namespace(name, "connected", "connected");
    view.log("in", `${name} connected`);
  });

  // `message` says why, and `data` is whatever the server adds for programs.
  socket.on("connect_error", (error) => {
    // Active: the client will try again by itself. Otherwise the server has refused us.
    if (socket.active) {
      view.namespace(name, "waiting", "no connection");
    } else {
      view.namespace(name, "refused", error.message, error.data);
      view.log("refused", `${name} refused: ${error.message}`, error.data);
    }
  });

  socket.on("disconnect", (reason) => {
    view.namespace(name, "waiting", reason);
    view.log("out", `${name} disconnected: ${reason}`);

    // The server wants to see again who we are: our token has expired, or somebody has signed us out. It will tell.
    if (reason === "io server disconnect") {
      socket.connect();
    }
  });
}

main.on("connect_error", (error) => {
  if (!main.active) {
    session.forget();
    view.askToSignIn(error.message);
  }
});

main.on("you are", (user) => {
  const transport = () => view.transport(main.io.engine.transport.name);
  view.signedIn(user, session.taken && { number: session.taken, expires: session.expires });
  transport();
  main.io.engine.once("upgrade", transport);
});

// What the server tells ----------------------------------------------------------------------------------------------

main.on("wave", (name) => view.log("event", `${name} waves`));
main.on("announcement", (name, text) => view.log("event", `${name} announces: ${text}`));
ops.on("board", (sockets) => view.board(sockets, main.id));
ops.on("disconnect", () => view.board([]));

// What we do ---------------------------------------------------------------------------------------------------------

async function signIn(name, password, way) {
  await session.signIn(name, password, way);
  connect();
}

function signOut() {
  return session.signOut();
}

function wave() {
  main.emit("wave");
}

async function announce(text) {
  tell("announce", await main.timeout(5000).emitWithAck("announce", text));
}

async function signOutUser(id) {
  tell("sign out", await ops.timeout(5000).emitWithAck("sign out", id));
}

function tell(event, answer) {
  answer?.error && view.log("refused", `“${event}” refused`, answer);
}

// The user of a connection is that of its first HTTP request: signed in anew, we need a new connection. A refused socket has none.
function connect() {
  Object.values(namespaces).forEach((socket) => socket.connect());
}

connect();
