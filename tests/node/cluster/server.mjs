// A Socket.IO server of a cluster. Usage: node server.mjs <adapter> <broker url> <prefix> [recovery]
// adapter: redis | streams | postgres. Says {"port":n} when it is ready, and then answers each line {"id","op","nsp",...} on stdin with {"id","result"} or {"id","error"}.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Server } from "socket.io";

const [adapter, url, prefix, recovery] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, {
  adapter: await createAdapter(),
  ...(recovery ? { connectionStateRecovery: {} } : {}),
});
const serverEvents = new Map();

async function createAdapter() {
  if (adapter === "postgres") {
    const { default: pg } = await import("pg");
    const { createAdapter } = await import("@socket.io/postgres-adapter");
    // One connection listens; with a single other one, what is sent keeps its order.
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    pool.on("error", () => {});
    return createAdapter(pool, { channelPrefix: prefix, tableName: `${prefix}_attachments`, heartbeatInterval: 1000, heartbeatTimeout: 4000, errorHandler: () => {} });
  }

  const { createClient } = await import("redis");
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();

  if (adapter === "streams") {
    const { createAdapter } = await import("@socket.io/redis-streams-adapter");
    return createAdapter(client, { streamName: prefix, channelPrefix: prefix, sessionKeyPrefix: `${prefix}:session:` });
  }

  const { createAdapter } = await import("@socket.io/redis-adapter");
  const sub = client.duplicate();
  sub.on("error", () => {});
  await sub.connect();
  return createAdapter(client, sub, { key: prefix, requestsTimeout: 1500 });
}

const revive = value =>
  Array.isArray(value) ? value.map(revive)
  : value && typeof value === "object"
    ? "$bin" in value ? Buffer.from(value.$bin, "hex") : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revive(v)]))
    : value;

const plain = value =>
  Buffer.isBuffer(value) || value instanceof Uint8Array ? { $bin: Buffer.from(value).toString("hex") }
  : Array.isArray(value) ? value.map(plain)
  : value && typeof value === "object"
    ? value.type === "Buffer" && Array.isArray(value.data) ? { $bin: Buffer.from(value.data).toString("hex") } : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
    : value;

function target(nsp, { rooms = [], except = [], flags = {}, timeout }) {
  let to = io.of(nsp).except(except).to(rooms);
  if (flags.volatile) to = to.volatile;
  if (flags.local) to = to.local;
  if ("compress" in flags) to = to.compress(flags.compress);
  return timeout ? to.timeout(timeout) : to;
}

const operations = {
  emit: (nsp, a) => void target(nsp, a).emit(a.event, ...revive(a.args ?? [])),
  emitWithAck: (nsp, a) => new Promise(done => target(nsp, a).emit(a.event, ...revive(a.args ?? []), (error, responses) => done({ timedOut: !!error, responses: plain(responses) }))),
  fetchSockets: async (nsp, a) => (await target(nsp, a).fetchSockets()).map(s => ({ id: s.id, rooms: [...s.rooms].sort(), data: plain(s.data), query: s.handshake.query.who ?? null })),
  join: (nsp, a) => void io.of(nsp).sockets.get(a.sid).join(a.rooms),
  leave: (nsp, a) => void io.of(nsp).sockets.get(a.sid).leave(a.rooms),
  data: (nsp, a) => void Object.assign(io.of(nsp).sockets.get(a.sid).data, revive(a.data)),
  socketsJoin: (nsp, a) => void target(nsp, a).socketsJoin(a.join),
  socketsLeave: (nsp, a) => void target(nsp, a).socketsLeave(a.leave),
  disconnectSockets: (nsp, a) => void target(nsp, a).disconnectSockets(a.close),
  remoteEmit: async (nsp, a) => {
    for (const socket of await io.of(nsp).in(a.sid).fetchSockets()) socket.emit(a.event, ...revive(a.args));
  },
  serverSideEmit: (nsp, a) => void io.of(nsp).serverSideEmit(a.event, ...revive(a.args)),
  serverSideEmitWithAck: (nsp, a) => new Promise(done =>
    io.of(nsp).serverSideEmit(a.event, ...revive(a.args), (error, responses) => done({ error: error?.message ?? null, responses: plain(responses) }))),
  serverCount: nsp => io.of(nsp).adapter.serverCount(),
  serverEvents: nsp => serverEvents.get(nsp) ?? [],
  rooms: nsp => [...io.of(nsp).adapter.rooms.keys()].sort(),
};

// Dynamic: a namespace exists on this server when its first client comes.
io.of(/^\/t\d+$/).on("connection", socket => {
  socket.on("echo", (value, done) => done(value));
});

io.on("new_namespace", nsp => {
  const events = [];
  serverEvents.set(nsp.name, events);

  for (const name of ["ask", "tell", "silent"]) {
    nsp.on(name, (...args) => {
      const answer = typeof args.at(-1) === "function" ? args.pop() : null;
      events.push([name, ...plain(args)]);
      if (name === "ask") answer?.(args[0]);
    });
  }
});

createInterface({ input: process.stdin }).on("line", async line => {
  const { id, op, nsp, ...args } = JSON.parse(line);
  try {
    const result = await operations[op](nsp, args);
    console.log(JSON.stringify({ id, result: result ?? null }));
  } catch (e) {
    console.log(JSON.stringify({ id, error: `${e}` }));
  }
}).on("close", () => process.exit());

http.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: http.address().port })));
