// Clients that lose their connections again and again while a server sends numbered events, see bench/recovery.sh.
import net from "node:net";
import { io } from "socket.io-client";

const option = (name, fallback) => {
  const index = process.argv.indexOf(`--${name}`);
  return index < 0 ? fallback : process.argv[index + 1];
};

const transport = option("transport", "websocket");
const target = Number(option("port"));
const wanted = Number(option("reconnects", "10000"));
const rate = Number(option("rate", "200"));
const count = Number(option("clients", "20"));
const seed = Number(option("seed", "1"));

let state = seed;
const random = (limit) => {
  // mulberry32
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) % limit;
};

const totals = { reconnects: 0, recovered: 0, anew: 0, events: 0, lost: 0, duplicated: 0, silentGaps: 0 };
const kinds = { "engine closed": 0, "connection reset": 0, "half open": 0 };

/** Whether an event is for a client; see NewsTicker. */
const isFor = (number, client) => {
  const round = Math.floor(number / 4);
  const isInRoom = client % 2 === round % 2;
  return [true, isInRoom, !isInRoom, round % count === client][number % 4];
};

const nextFor = (number, client) => {
  do {
    number++;
  } while (!isFor(number, client));
  return number;
};

/** A network of one client that can break. */
class Link {
  #pairs = new Set();
  #server = net.createServer((client) => {
    const upstream = net.connect(target, "127.0.0.1");
    const pair = { client, upstream, isHalfOpen: false };
    this.#pairs.add(pair);
    client.on("data", (data) => pair.isHalfOpen || upstream.write(data));
    upstream.on("data", (data) => pair.isHalfOpen || client.write(data));

    const end = (from, to) => {
      from.on("error", () => {});
      from.on("close", () => {
        if (!pair.isHalfOpen || from === upstream) {
          this.#pairs.delete(pair);
          to.destroy();
        }
      });
    };

    end(client, upstream);
    end(upstream, client);
  });

  async open() {
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this.#server.address().port;
  }

  reset() {
    this.#pairs.forEach(({ client, upstream }) => {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    });
  }

  /** The client loses its connections, and the server does not hear of it. */
  halfOpen() {
    this.#pairs.forEach((pair) => {
      pair.isHalfOpen = true;
      pair.client.destroy();
    });
  }

  close() {
    this.reset();
    this.#server.close();
  }
}

class Client {
  constructor(index) {
    this.index = index;
    this.link = new Link();
    this.last = undefined;
    this.isKnown = false;
  }

  async connect() {
    const port = await this.link.open();
    this.socket = io(`http://127.0.0.1:${port}`, {
      transports: [transport], forceNew: true, reconnectionDelay: 5, reconnectionDelayMax: 20, randomizationFactor: 0.5, timeout: 5000,
    });
    this.socket.on("news", (number) => this.#receive(number));
    this.socket.on("connect", () => this.#connected());
    await new Promise((resolve) => this.socket.once("connect", resolve));
    await this.socket.emitWithAck("enter", this.index);
  }

  /** Breaks the connection in one way or another. */
  lose() {
    const dice = random(10);

    if (dice < 4) {
      kinds["engine closed"]++;
      this.socket.io.engine.close();
    } else if (dice < 8) {
      kinds["connection reset"]++;
      this.link.reset();
    } else {
      kinds["half open"]++;
      this.link.halfOpen();
      this.socket.io.engine.close();
    }
  }

  #connected() {
    if (!this.entered) {
      this.entered = true;
      return;
    }

    totals.reconnects++;

    if (this.socket.recovered) {
      totals.recovered++;
    } else {
      // Told, not silent: the application has to fetch what it has missed. It is no longer in its rooms.
      totals.anew++;
      this.last = undefined;
      this.isKnown = false;
      this.socket.emit("enter", this.index, () => { this.isKnown = true; });
    }
  }

  #receive(number) {
    totals.events++;

    if (this.last !== undefined && this.isKnown) {
      const expected = nextFor(this.last, this.index);

      if (number < expected) {
        totals.duplicated++;
        return;
      }

      for (let missing = expected; missing < number; missing = nextFor(missing, this.index)) {
        totals.lost++;
      }

      if (number !== expected) {
        totals.silentGaps++;
      }
    }

    this.last = number;
  }

  /** The number of events that should have come and have not, by the last number that was sent. */
  missing(lastNumber) {
    let missing = 0;

    for (let next = nextFor(this.last ?? lastNumber, this.index); next <= lastNumber; next = nextFor(next, this.index)) {
      missing++;
    }

    return missing;
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const clients = Array.from({ length: count }, (_, index) => new Client(index));
await Promise.all(clients.map((client) => client.connect()));
clients.forEach((client) => { client.isKnown = true; });
const control = io(`http://127.0.0.1:${target}`, { transports: ["websocket"], forceNew: true });
await control.emitWithAck("start", rate, count);

const started = performance.now();
let shown = 0;
let lastProgress = started;
let lastCount = 0;

// No more at a time than come back: a client is only cut off when it is connected.
while (totals.reconnects < wanted) {
  for (const client of clients) {
    if (client.socket.connected && client.isKnown && random(4) === 0) {
      client.lose();
    }
  }

  await pause(40 + random(40));

  if (totals.reconnects !== lastCount) {
    lastCount = totals.reconnects;
    lastProgress = performance.now();
  } else if (performance.now() - lastProgress > 60_000) {
    console.error(`No client has come back for a minute, after ${totals.reconnects} reconnections.`);
    process.exit(1);
  }

  const seconds = (performance.now() - started) / 1000;

  if (seconds - shown > 10) {
    shown = seconds;
    console.error(`${transport}: ${totals.reconnects} of ${wanted} reconnections, ${totals.recovered} recovered, ${totals.lost} lost, ${totals.duplicated} duplicated, ${Math.round(seconds)} s`);
  }
}

const lastNumber = await control.emitWithAck("stop");

// What is on its way may take a moment; what has not come by then never will.
for (let wait = 0; wait < 200 && clients.some((client) => !client.socket.connected || client.missing(lastNumber) > 0); wait++) {
  await pause(50);
}

totals.lost += clients.reduce((sum, client) => sum + client.missing(lastNumber), 0);
const share = ((100 * totals.recovered) / totals.reconnects).toFixed(2);
console.log(JSON.stringify({ transport, seed, seconds: Math.round((performance.now() - started) / 1000), sent: lastNumber + 1, ...totals, recoveredPercent: Number(share), kinds }));

control.disconnect();
clients.forEach((client) => {
  client.socket.disconnect();
  client.link.close();
});
process.exit(totals.lost === 0 && totals.duplicated === 0 && totals.silentGaps === 0 && Number(share) >= 99.9 ? 0 : 1);
