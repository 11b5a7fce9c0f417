/** How a case reaches the server; "upgrading" starts as soon as polling has connected, "upgraded" waits for the WebSocket. */
export const allTransports = ["polling", "websocket", "upgraded", "upgrading"];

/** Every declared case, in order of declaration. */
export const cases = [];

/**
 * Declares a case.
 * `spec` names the facts it proves; `serial` runs it when no other case runs, for what counts or times the whole server.
 */
export function test(name, { spec = [], transports = allTransports, serial = false, attempts = 1, seconds = 15 } = {}, body) {
  if (cases.some((c) => c.name === name)) {
    throw new Error(`Two cases are named "${name}".`);
  }

  cases.push({ name, spec, transports, serial, attempts, seconds, body });
}
