import http from "node:http";
import net from "node:net";

/** A TCP relay that can cut or end every connection, be down for a while, or silently stop to forward. */
export async function tcpProxy(t, targetPort) {
  const pairs = new Set();
  let silent = false;
  let down = false;

  const server = net.createServer((client) => {
    if (down) {
      client.resetAndDestroy();
      return;
    }

    const upstream = net.connect(targetPort, "127.0.0.1");
    const pair = [client, upstream];
    pairs.add(pair);

    const end = () => {
      if (silent) {
        return;
      }

      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };

    for (const [from, to] of [pair, [upstream, client]]) {
      from.on("data", (data) => silent || to.write(data));
      from.on("error", end);
      from.on("close", end);
    }
  });

  const port = await listen(t, server);

  /** Resets every connection there is. */
  const cut = () => {
    for (const pair of pairs) {
      pair.forEach((socket) => socket.resetAndDestroy());
    }
  };

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    cut,
    /** Resets every connection, and every new one until the action is over. */
    async downWhile(action) {
      down = true;
      cut();
      await action();
      down = false;
    },
    /** Ends every connection and accepts no other. */
    end() {
      server.close();

      for (const pair of pairs) {
        pair.forEach((socket) => socket.destroy());
      }
    },
    /** Keeps every connection open and forwards nothing any more. */
    goSilent() {
      silent = true;
    },
  };
}

/**
 * An HTTP proxy that records what passes and lets the case decide where it goes.
 * `route(req)` names the target port; `upgrade(req)` likewise, or "refuse" (connection destroyed), or "strip" (the
 * upgrade headers are lost on the way and the request goes on as a plain one).
 */
export async function httpProxy(t, { route, upgrade = route }) {
  const log = [];

  const server = http.createServer((req, res) => {
    const entry = record(log, req, "request");
    const headers = { ...req.headers };
    const upstream = http.request({ port: route(req), host: "127.0.0.1", method: req.method, path: req.url, headers }, (answer) => {
      entry.status = answer.statusCode;
      answer.on("end", () => {
        entry.ended = performance.now();
      });
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    });

    upstream.on("error", () => res.destroy());
    res.on("close", () => upstream.destroy());
    req.on("data", (chunk) => {
      entry.body += chunk;
    });
    req.pipe(upstream);
  });

  server.on("upgrade", (req, socket, head) => {
    const entry = record(log, req, "upgrade");
    const target = upgrade(req);
    socket.on("error", () => {});

    if (target === "refuse") {
      socket.destroy();
    } else if (target === "strip") {
      forwardPlain(req, socket, route(req), entry);
    } else {
      forwardUpgrade(req, socket, head, target, entry);
    }
  });

  const port = await listen(t, server);
  return { port, url: `http://127.0.0.1:${port}`, log };
}

function record(log, req, kind) {
  const query = new URL(req.url, "http://localhost").searchParams;
  const entry = { kind, method: req.method, url: req.url, sid: query.get("sid"), transport: query.get("transport"), body: "" };
  entry.started = performance.now();
  log.push(entry);
  return entry;
}

function forwardPlain(req, socket, port, entry) {
  const { upgrade, connection, ...headers } = req.headers;
  http.get({ port, host: "127.0.0.1", path: req.url, headers }, (answer) => {
    entry.status = answer.statusCode;
    socket.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nConnection: close\r\n\r\n`);
    answer.pipe(socket);
  });
}

function forwardUpgrade(req, socket, head, port, entry) {
  const upstream = net.connect(port, "127.0.0.1", () => {
    const lines = [`${req.method} ${req.url} HTTP/1.1`];

    for (let i = 0; i < req.rawHeaders.length; i += 2) {
      lines.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
    }

    upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
    upstream.write(head);
    upstream.once("data", (data) => {
      entry.status = Number(data.toString("latin1").split(" ")[1]);
      entry.answered = performance.now();
    });
    upstream.pipe(socket);
    socket.pipe(upstream);
  });

  upstream.on("error", () => socket.destroy());
  upstream.on("close", () => socket.destroy());
  socket.on("close", () => upstream.destroy());
}

/** Listens on a free port until the case ends. */
export async function listen(t, server) {
  const sockets = new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });

  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.onDispose(() => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((resolve) => server.close(resolve));
  });
  return server.address().port;
}
