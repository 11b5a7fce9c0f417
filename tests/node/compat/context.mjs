import { createRequire } from "node:module";
import { Context } from "../interop/harness/context.mjs";

const require = createRequire(import.meta.url);

/** What a case works with: an old or new client, on the server that it is meant for. */
export class CompatContext extends Context {
  constructor(base, transport, client, open) {
    super(base, transport === "upgrade" ? "upgraded" : transport, open);
    this.client = client;
  }

  get revision() {
    return this.client.revision;
  }

  connect(options) {
    return super.connect({ profile: this.client.profile, ...options });
  }

  /** A connected client of another version, on the server that serves all of them. */
  async connectOther(module) {
    const socket = require(module)(this.url("eio3"), this.options());
    this.onDispose(() => socket.disconnect());
    await this.connected(socket);
    return socket;
  }

  /** What becomes of a connection that is refused. Clients before 3.0 tell by "error", later ones by "connect_error". */
  refusal(socket) {
    return this.next(socket, this.revision === 3 ? "error" : "connect_error", "the refusal");
  }

  /** A bare Engine.IO session, on its WebSocket when it shall upgrade. */
  async openEngine(url = this.url("engine", ""), options = {}) {
    const { transports } = this.options();
    const engine = this.io(url, { transports, ...options });
    this.onDispose(() => engine.close());
    const upgraded = this.transport === "upgraded" ? this.next(engine, "upgrade") : undefined;

    await this.wait("open", new Promise((resolve, reject) => {
      engine.once("open", resolve);
      engine.once("error", reject);
    }));

    await upgraded;
    return engine;
  }
}
