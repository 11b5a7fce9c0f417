// The server of bench/SocketIO.ClusterLoad as npm's. Usage: node load-server.mjs <redis|streams|postgres> <url> <port>
import { createServer } from "node:http";
import { Server } from "socket.io";

const [adapter, url, port] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, { adapter: await createAdapter() });

async function createAdapter() {
  if (adapter === "postgres") {
    const { default: pg } = await import("pg");
    const { createAdapter } = await import("@socket.io/postgres-adapter");
    return createAdapter(new pg.Pool({ connectionString: url, max: 4 }));
  }

  const { createClient } = await import("redis");
  const client = createClient({ url });
  await client.connect();

  if (adapter === "streams") {
    const { createAdapter } = await import("@socket.io/redis-streams-adapter");
    return createAdapter(client);
  }

  const { createAdapter } = await import("@socket.io/redis-adapter");
  const sub = client.duplicate();
  await sub.connect();
  return createAdapter(client, sub);
}

io.on("connection", socket => {
  socket.on("join", room => socket.join(room));
  socket.on("say", (room, text) => io.to(room).emit("said", text));
});

http.listen(+port, "127.0.0.1");
