// Runs in the page, with the client's own bundle: what a browser does with the server, by name. Each case throws what is wrong.
window.compat = (() => {
  const equal = (actual, expected, what) => {
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      throw new Error(`${what}: ${JSON.stringify(actual).slice(0, 300)} instead of ${JSON.stringify(expected).slice(0, 300)}`);
    }
  };

  const within = (what, promise) => Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error(`waited for ${what}`)), 15000)),
  ]);

  const next = (socket, event) => within(event, new Promise((resolve) => socket.once(event, (...args) => resolve(args))));
  const ask = (socket, event, ...args) => within(`the answer to ${event}`, new Promise((resolve) => socket.emit(event, ...args, (...values) => resolve(values))));
  const bytes = (n, start = 0) => Uint8Array.from({ length: n }, (_, i) => start + i);
  const list = (data) => Array.from(new Uint8Array(data));

  // A browser opens six connections to a server and no more, and a poll takes one: what a case has opened it must not leave open.
  const sockets = [];
  const open = (...args) => sockets[sockets.push(window.io(...args)) - 1];

  const connect = async ({ transport, options }, nsp = "/", more = {}) => {
    const socket = open(nsp, { ...options, forceNew: true, reconnection: false, ...more });
    const upgraded = transport === "upgrade" && new Promise((resolve) => socket.io.engine.once("upgrade", resolve));
    await next(socket, "connect");
    await within("upgrade", upgraded);
    return socket;
  };

  const cases = {
    "connect": async (way) => {
      const socket = await connect(way);
      const [{ id, protocol, transport }] = await ask(socket, "whoami");
      equal({ id, protocol, transport }, { id: socket.id, protocol: way.protocol, transport: way.endsOn }, "whoami");
    },

    "a namespace with a query": async (way) => {
      const socket = open("/custom?token=a%20b", { ...way.options, forceNew: true, auth: { token: "t0k" } });
      const [[auth]] = await Promise.all([next(socket, "auth"), next(socket, "connect")]);
      equal(auth, { token: way.protocol === 3 ? "a b" : "t0k" }, "auth");
    },

    "events": async (way) => {
      const socket = await connect(way);
      const values = ["héllo € 😀 \"quoted\" \\n\n</script>\u2028", 1, -2.5, true, null, { a: [1] }];
      const echoed = next(socket, "echoed");
      socket.emit("echo", ...values);
      equal(await echoed, values, "echoed");
    },

    "acknowledgements both ways": async (way) => {
      const socket = await connect(way);
      equal(await ask(socket, "ack-many"), [1, "two", { three: 3 }, [4], null, true], "ack-many");
      socket.on("question", (n, answer) => answer(n + 1));
      equal(await ask(socket, "ask", "question", 5000, 41), [{ ok: true, values: [42] }], "ask");
    },

    "binary both ways": async (way) => {
      const socket = await connect(way);
      equal(await ask(socket, "describe", bytes(4), { nested: bytes(3, 1).buffer }), [[
        { t: "bin", len: 4, sum: 6 }, { t: "object", fields: { nested: { t: "bin", len: 3, sum: 6 } } },
      ]], "describe");
      equal((await ask(socket, "ack-echo", "é", new Blob([bytes(2, 7)]), "x")).map((v) => (typeof v === "string" ? v : list(v))), ["é", [7, 8], "x"], "ack-echo");
      const bin = next(socket, "bin");
      socket.emit("bin-send", 300);
      equal(list((await bin)[0].a), list(bytes(300)), "bin");
    },

    "large payloads both ways": async (way) => {
      const socket = await connect(way);
      // A browser takes many seconds over a text field of a megabyte, which is what the old client posts by.
      const size = way.transport === "JSONP" ? 40000 : 400000;
      const text = "ab€d".repeat(size / 5);
      equal((await ask(socket, "ack-echo", text))[0] === text, true, "text");
      // The old client takes a view that is alone for an object.
      equal((await ask(socket, "describe", bytes(size).buffer))[0][0].len, size, "bytes sent");
      const bin = next(socket, "bin");
      socket.emit("bin-send", size);
      equal((await bin)[0].a.byteLength, size, "bytes received");
    },

    "100 events keep their order": async (way) => {
      const socket = await connect(way);
      const numbers = [];
      const all = new Promise((resolve) => socket.on("echoed", (n) => numbers.push(n) === 100 && resolve()));

      for (let i = 0; i < 100; i++) {
        socket.emit("echo", i);
      }

      await within("100 numbers", all);
      equal(numbers, Array.from({ length: 100 }, (_, i) => i), "numbers");
    },

    "reconnection after the server closed the connection": async (way) => {
      const socket = await connect(way, "/", { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 50 });
      const [{ clientId }] = await ask(socket, "whoami");
      const lost = next(socket, "disconnect");
      socket.emit("drop-engine");
      equal((await lost)[0].startsWith("transport "), true, "the reason");
      equal((await ask(socket, "whoami"))[0].clientId === clientId, false, "the same session");
    },

    "disconnection by the server": async (way) => {
      const socket = await connect(way, "/custom");
      const [last, gone] = [next(socket, "echoed"), next(socket, "disconnect")];
      socket.emit("send-then-bye", true);
      equal([await last, (await gone)[0]], [["last words"], "io server disconnect"], "the end");
    },
  };

  return {
    names: Object.keys(cases),
    async run(name, way) {
      try {
        await cases[name](way);
        return null;
      } catch (e) {
        return e.stack;
      } finally {
        sockets.splice(0).forEach((socket) => socket.close());
      }
    },
  };
})();
