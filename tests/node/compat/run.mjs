// Drives one of npm's clients, old or new, against a contract server and reports each case as one line of JSON on stdout.
//
//   node run.mjs --list                           the clients, their cases by transport and the facts that these prove
//   node run.mjs --client NAME --base P           runs its cases over all transports at once
//                [--transport T] [--only X]       over one, those whose name contains X
import { createRequire } from "node:module";
import { runAll } from "../interop/harness/runner.mjs";
import { casesOf, transports } from "./cases.mjs";
import { clients } from "./clients.mjs";
import { CompatContext } from "./context.mjs";
import "./cases/engine.mjs";
import "./cases/socket.mjs";
import "./cases/lifecycle.mjs";

const args = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

if (args.includes("--list")) {
  for (const client of clients) {
    for (const transport of transports) {
      for (const { name, spec, fails = false } of casesOf(client, transport)) {
        console.log(JSON.stringify({ client: client.name, revision: client.revision, transport, case: name, spec: [...spec, ...client.spec], fails }));
      }
    }
  }
} else {
  const client = clients.find((c) => c.name === option("--client"));
  // Every version of these packages has a CommonJS entry, and it is the client itself.
  const module = createRequire(import.meta.url)(client.module);
  const open = typeof module === "function" ? module : (uri, options) => new module.Socket(uri, options);
  const wanted = transports.filter((t) => (option("--transport") ?? t) === t);

  await Promise.all(wanted.map((transport) => runAll({
    open: () => new CompatContext(Number(option("--base")), transport, client, open),
    selected: casesOf(client, transport).filter((c) => c.name.includes(option("--only") ?? "")),
    report: (line) => console.log(JSON.stringify({ client: client.name, transport, ...line })),
  })));

  process.exit(0);
}
