// Drives npm's clients against a contract server and reports each case as one line of JSON on stdout.
//
//   node run.mjs --list                              the cases, their transports and the facts that they prove
//   node run.mjs --transport T --base P [--only X]   runs them; T: polling, websocket, upgraded or upgrading,
//                                                    or one of them with the MessagePack parser: "msgpack polling"
//
// SERVER_COMMAND (a JSON array) starts a further server for the cases that need one of their own; "--port P" is appended.
import { readdir } from "node:fs/promises";
import { cases, declaring } from "./harness/cases.mjs";
import { Context } from "./harness/context.mjs";
import { runAll } from "./harness/runner.mjs";

const args = process.argv.slice(2);
const option = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const folder = new URL("./cases/", import.meta.url);

// What these ask does not depend on the parser.
const withMessagePack = ["acks", "binary", "broadcast", "events", "handshake", "middleware", "namespaces", "volatile"];

for (const file of (await readdir(folder)).filter((name) => name.endsWith(".mjs")).sort()) {
  declaring.withMessagePack = withMessagePack.includes(file.slice(0, -".mjs".length));
  await import(new URL(file, folder));
}

if (args.includes("--list")) {
  for (const { name, spec, transports } of cases) {
    console.log(JSON.stringify({ case: name, spec, transports }));
  }
} else {
  const only = option("--only");
  await runAll({
    open: () => new Context(Number(option("--base")), option("--transport")),
    selected: cases.filter((c) => c.transports.includes(option("--transport")) && (!only || c.name.includes(only))),
    report: (line) => console.log(JSON.stringify(line)),
  });
  process.exit(0);
}
