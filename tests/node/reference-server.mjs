// The program of the server contract on the npm packages socket.io and engine.io: what the interop and wire tests
// are proven against. Same command line as tests/SocketIO.ContractServer: --port P (or CONTRACT_PORT), --extra.
import { listenEngine } from "./reference/engine.mjs";
import { profiles } from "./reference/profiles.mjs";
import { listenProfile } from "./reference/socketio.mjs";

const args = process.argv.slice(2);
const port = Number(args.includes("--port") ? args[args.indexOf("--port") + 1] : process.env.CONTRACT_PORT);

if (!Number.isInteger(port) || port < 1) {
  console.error("usage: node reference-server.mjs --port P [--extra]");
  process.exit(2);
}

for (const [name, profile] of Object.entries(await profiles())) {
  if (profile.extra && !args.includes("--extra")) {
    continue;
  }

  await (name === "engine" ? listenEngine : listenProfile)(port + profile.offset, profile);
}

process.on("SIGTERM", () => process.exit(0));
console.log(`READY ${port}`);
