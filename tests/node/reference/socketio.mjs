import { createServer } from "node:http";
import { Server } from "socket.io";
import { Contract } from "./contract.mjs";
import { addNamespaces } from "./namespaces.mjs";

/** Serves one Socket.IO profile at a port of its own; everything outside its path is answered 404. */
export function listenProfile(port, profile) {
  const http = createServer((req, res) => {
    res.statusCode = 404;
    res.end();
  });

  const add = profile.add ?? addContract;
  add(new Server(http, profile.options));

  if (profile.second) {
    add(new Server(http, { ...profile.options, path: profile.second }));
  }

  return new Promise((resolve) => http.listen(port, "127.0.0.1", resolve));
}

function addContract(io) {
  addNamespaces(io, new Contract(io));
}
