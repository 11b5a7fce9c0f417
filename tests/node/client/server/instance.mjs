import http from "node:http";
import { createRequire } from "node:module";
import { handle } from "./scenario.mjs";

const require = createRequire(import.meta.url);
const packages = { "4.8.4": "socket.io", "4.0.2": "socket.io-4.0", "3.1.2": "socket.io-3", "2.5.1": "socket.io-2" };

/** One server with what it has seen. */
export class Instance {
  #http = http.createServer((req, res) => res.writeHead(404, { "content-type": "text/plain" }).end("nothing here"));
  #tcp = new Set();
  #silent = false;
  #engines = 0;
  #requests = [];
  connections = [];
  received = [];
  ends = [];

  static async listen(version, options) {
    const instance = new Instance();
    await instance.#listen(version, options);
    return instance;
  }

  async #listen(version, { port = 0, host = "127.0.0.1", parser, wrongUpgrades, refuseUpgrades, silent, setCookie, ...options }) {
    const library = require(packages[version]);
    // Version 2 is its server.
    const Server = library.Server ?? library;

    if (parser === "msgpack") {
      options.parser = require("socket.io-msgpack-parser");
    }

    this.#http.on("connection", (socket) => {
      this.#tcp.add(socket);
      socket.on("close", () => this.#tcp.delete(socket));
    });

    this.io = new Server(this.#http, { serveClient: false, ...options });
    this.#silent = Boolean(silent);
    this.#watch({ wrongUpgrades, refuseUpgrades, setCookie });
    handle(this);
    await new Promise((resolve) => this.#http.listen(port, host, resolve));
    this.port = this.#http.address().port;
  }

  #watch({ wrongUpgrades, refuseUpgrades, setCookie }) {
    this.#http.prependListener("request", (req) => this.#note(req, "request"));

    // A server without WebSockets does not listen to upgrades, and a listener of ours would leave them without an answer.
    if (this.#http.listenerCount("upgrade") > 0) {
      this.#http.prependListener("upgrade", (req) => this.#note(req, "upgrade"));
    }

    // The WebSocket of a session ends up at a node that does not know it.
    if (wrongUpgrades) {
      this.#http.prependListener("upgrade", (req) => {
        req.url = req.url.replace(/sid=[^&]+/, "sid=AAAAAAAAAAAAAAAAAAAA");
      });
    }

    // A proxy that knows no WebSockets.
    if (refuseUpgrades) {
      this.#http.removeAllListeners("upgrade");
      this.#http.on("upgrade", (req, socket) => {
        this.#note(req, "upgrade");
        socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      });
    }

    if (setCookie) {
      this.io.engine.on("initial_headers", (headers) => {
        headers["set-cookie"] = setCookie;
      });
    }

    this.io.engine.on("connection", (engine) => {
      this.#engines++;

      if (this.#silent) {
        muted(engine);
      }
    });
  }

  #note(req, kind) {
    const url = new URL(req.url, "http://localhost");
    const { accept, cookie, authorization, "content-type": type, "x-custom": custom } = req.headers;
    this.#requests.push({
      kind,
      method: req.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { accept, cookie, authorization, type, custom },
    });
  }

  report() {
    return {
      engines: this.#engines,
      polling: this.#isPolling(),
      open: Object.keys(this.io.engine.clients).length,
      connections: this.connections,
      received: this.received,
      ends: this.ends,
      requests: this.#requests,
    };
  }

  /** Whether every session that polls has its poll here, and no request with data. */
  #isPolling() {
    return Object.values(this.io.engine.clients)
      .filter((engine) => engine.transport.name === "polling")
      .every(({ transport }) => transport.req && !transport.dataReq && transport.writable);
  }

  emit(nsp, event, args, volatile) {
    const namespace = this.io.of(nsp);
    (volatile ? namespace.volatile : namespace).emit(event, ...args);
  }

  stopPings() {
    this.#silent = true;
    Object.values(this.io.engine.clients).forEach(muted);
  }

  closeEngines() {
    Object.values(this.io.engine.clients).forEach((engine) => engine.close());
  }

  forget() {
    for (const id of Object.keys(this.io.engine.clients)) {
      delete this.io.engine.clients[id];
    }
  }

  async close() {
    this.io.close();
    this.#tcp.forEach((socket) => socket.resetAndDestroy());
  }
}

function muted(engine) {
  clearTimeout(engine.pingIntervalTimer);
  clearTimeout(engine.pingTimeoutTimer);
  engine.pingIntervalTimer = undefined;
  engine.schedulePing = () => {};
  engine.resetPingTimeout = () => {};
}
