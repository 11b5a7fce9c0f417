/** How a case reaches the server; "upgrading" starts as soon as polling has connected, "upgraded" waits for the WebSocket. */
export const allTransports = ["polling", "websocket", "upgraded", "upgrading"];

/** What is added to a transport's name when the MessagePack parser is used on it: "msgpack websocket". */
export const msgpack = "msgpack ";

/** What run.mjs says about the file whose cases are being declared: whether they run with the MessagePack parser, too. */
export const declaring = { withMessagePack: false };

/** Every declared case, in order of declaration. */
export const cases = [];

/**
 * Declares a case.
 * `messagePack` is false for a case that asks for what only JSON does, where other cases of its file run with both parsers.
 * `spec` names the facts it proves; `serial` runs it when no other case runs, for what counts or times the whole server.
 */
export function test(name, { spec = [], transports = allTransports, serial = false, attempts = 1, seconds = 15, messagePack = declaring.withMessagePack } = {}, body) {
  if (cases.some((c) => c.name === name)) {
    throw new Error(`Two cases are named "${name}".`);
  }

  const ways = messagePack ? [...transports, ...transports.map((t) => msgpack + t)] : transports;
  cases.push({ name, spec, transports: ways, serial, attempts, seconds, body });
}
