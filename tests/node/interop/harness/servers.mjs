import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** A port with the following ones free as well, below the range that outgoing connections use. */
export async function freePorts(count = 17) {
  for (;;) {
    const base = 12000 + Math.floor(Math.random() * 19000);
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(base + i)));

    if (free.every(Boolean)) {
      return base;
    }
  }
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/**
 * Starts a contract server as a process of its own and waits for its READY line. Between looking for free ports and listening on them somebody else may take
 * one: a server that ends before it is ready is given others.
 */
export async function ownServer(port) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(port ?? (await freePorts()));
    } catch (e) {
      if (attempt === 5) {
        throw e;
      }
    }
  }
}

async function start(base) {
  const [command, ...args] = JSON.parse(process.env.SERVER_COMMAND);
  const child = spawn(command, [...args, "--port", String(base)], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => child.once("exit", (code, signal) => resolve({ code, signal })));

  await Promise.race([
    new Promise((resolve) => createInterface(child.stdout).on("line", (line) => line === `READY ${base}` && resolve())),
    exited.then(({ code }) => Promise.reject(new Error(`the server ended with ${code} before it was ready`))),
  ]);

  return {
    base,
    exited,
    terminate() {
      child.kill("SIGTERM");
      return exited;
    },
    kill() {
      child.kill("SIGKILL");
      return exited;
    },
  };
}
