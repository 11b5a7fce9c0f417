// npm's Socket.IO server in the version that is asked for: node server.mjs 4.8.4 | 4.0.2 | 3.1.2 | 2.5.1
// One process makes as many servers as it is told to, each on a port of its own. Commands are JSON lines on stdin, each with a tag `r`;
// the reply is a JSON line on stdout. It ends with its stdin.
import { pack, read, unpack, write } from "./lines.mjs";
import { Instance } from "./server/instance.mjs";

const version = process.argv[2];
const instances = new Map();
let made = 0;

const commands = {
  async make({ options }) {
    const id = ++made;
    const instance = await Instance.listen(version, options ?? {});
    instances.set(id, instance);
    return { id, port: instance.port };
  },
  report: ({ id }) => ({ report: pack(instances.get(id).report()) }),
  /** Emits to all sockets of a namespace. */
  emit: ({ id, nsp, event, args, volatile }) => instances.get(id).emit(nsp, event, unpack(args ?? []), volatile),
  /** From now on no heartbeat is sent, and nobody misses its answer. */
  "stop-pings": ({ id }) => instances.get(id).stopPings(),
  /** Closes every Engine.IO connection, as a server does that is shut down in an orderly way. */
  "close-engines": ({ id }) => instances.get(id).closeEngines(),
  /** Forgets the sessions, as if their requests reached another node. */
  forget: ({ id }) => instances.get(id).forget(),
  close: ({ id }) => instances.get(id).close(),
};

read(async (command) => {
  if (command === null) {
    process.exit(0);
  }

  try {
    write({ reply: command.r, ...(await commands[command.cmd](command)) });
  } catch (error) {
    write({ reply: command.r, error: error.message });
  }
});

write({ on: "ready" });
