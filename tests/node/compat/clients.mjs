/**
 * The clients of the compatibility table. `revision` is that of the Engine.IO protocol that they speak; `profile` is the one of the server contract that they
 * are meant for; `spec` names the cells of the compatibility tables that they prove, `fails` the cases in which a client has to fail, by transport,
 * because it does so on npm's server.
 */
export const clients = [
  // Not made for this protocol, and still it mostly works: its ids are not those of the server, and its polling takes text for UTF-8 that was encoded twice.
  socketIO("1.7.4", "socket.io-client-1", 3, { spec: ["T-37"] }, {
    polling: ["the id of a socket in a namespace", "a query beyond ASCII", "text beyond ASCII"],
    websocket: ["the id of a socket in a namespace"],
    upgrade: ["the id of a socket in a namespace", "a query beyond ASCII"],
  }),
  socketIO("2.0.4", "socket.io-client-2.0", 3, { spec: ["T-40"] }),
  socketIO("2.5.0", "socket.io-client-2", 3, { spec: ["T-40"] }),
  socketIO("3.0.5", "socket.io-client-3.0", 4, { spec: ["T-42"] }),
  socketIO("3.1.3", "socket.io-client-3", 4, { spec: ["T-42"] }),
  socketIO("4.0.2", "socket.io-client-4.0", 4, { spec: ["T-44"] }),
  socketIO("4.8.4", "socket.io-client", 4, { spec: ["T-44"] }),
  engineIO("3.5.6", "engine.io-client-3", 3),
  engineIO("6.6.8", "engine.io-client", 4),
];

function socketIO(version, module, revision, { spec }, fails = {}) {
  return { name: `socket.io-client ${version}`, family: "socket.io", module, revision, profile: revision === 3 ? "eio3" : "main", spec, fails };
}

function engineIO(version, module, revision) {
  return { name: `engine.io-client ${version}`, family: "engine.io", module, revision, profile: "engine", spec: [], fails: {} };
}
