import { addCaptured } from "./captured.mjs";

const denials = (req, callback) => {
  const query = new URL(req.url, "http://localhost").searchParams;

  if (query.has("denymsg")) {
    callback("custom refusal", false);
  } else if (query.has("deny")) {
    callback(null, false);
  } else if (query.has("denyslow")) {
    setTimeout(() => callback(null, false), 50);
  } else {
    callback(null, true);
  }
};

export async function profiles() {
  const all = {
    main: { offset: 0, options: {} },
    recovery: { offset: 1, options: { connectionStateRecovery: { maxDisconnectionDuration: 3000, skipMiddlewares: true } } },
    fast: { offset: 2, options: { pingInterval: 300, pingTimeout: 200, connectTimeout: 400, upgradeTimeout: 300, allowEIO3: true } },
    eio3: { offset: 3, options: { allowEIO3: true } },
    cors: {
      offset: 4,
      options: {
        cors: { origin: ["http://allowed.test", "http://second.test"], credentials: true, methods: ["GET", "POST"] },
        cookie: { name: "sio", maxAge: 3600 },
      },
    },
    strict: {
      offset: 5,
      options: { path: "/my-custom-path/", serveClient: false, maxHttpBufferSize: 1000, allowRequest: denials },
    },
    wsonly: { offset: 6, options: { transports: ["websocket"] } },
    pollonly: { offset: 7, options: { transports: ["polling"], cors: { origin: "*" } } },
    engine: { offset: 9, options: { allowEIO3: true } },
    compress: {
      offset: 10,
      options: {
        perMessageDeflate: { threshold: 512 },
        httpCompression: { threshold: 512 },
        allowUpgrades: false,
        cleanupEmptyChildNamespaces: true,
      },
    },
    // The next two are not part of the contract: a large payload limit, frequent but patient pings, and a second server at /second.io/ of the same port.
    large: { offset: 13, extra: true, second: "/second.io/", options: { allowEIO3: true, maxHttpBufferSize: 1e8, pingInterval: 250, pingTimeout: 60000 } },
    captured: { offset: 14, extra: true, add: addCaptured, options: { allowEIO3: true } },
  };

  all.strictEio3 = { offset: 16, extra: true, options: { ...all.strict.options, allowEIO3: true } };

  try {
    const parser = (await import("socket.io-msgpack-parser")).default;
    all.msgpack = { offset: 8, options: { parser } };
    all.capturedMsgpack = { offset: 15, extra: true, add: addCaptured, options: { parser } };
  } catch (e) {
    if (e.code !== "ERR_MODULE_NOT_FOUND") {
      throw e;
    }
  }

  return all;
}
