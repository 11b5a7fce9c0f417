/** How a client reaches the server. */
export const transports = ["polling", "websocket", "upgrade"];

/** Every declared case, in order of declaration. */
export const cases = [];

/**
 * Declares a case for the clients of a family: all of them, or those of one revision of the Engine.IO protocol. `spec` names the facts that it proves;
 * `only` restricts its transports.
 */
export function test(family, name, { spec = [], revision, only = transports, seconds = 20 } = {}, body) {
  cases.push({ family, name, spec, revision, transports: only, attempts: 1, seconds, serial: false, body });
}

/** The cases of a client over one of its transports. What has to fail is not waited for that long. */
export const casesOf = (client, transport) =>
  cases
    .filter((c) => c.family === client.family && (c.revision ?? client.revision) === client.revision && c.transports.includes(transport))
    .map((c) => (client.fails[transport]?.includes(c.name) ? { ...c, fails: true, seconds: 3 } : c));
