/** Emits and resolves with all arguments of the acknowledgement. */
export const ask = (socket, event, ...args) =>
  new Promise((resolve) => socket.emit(event, ...args, (...values) => resolve(values)));

/** Emits and resolves with the first argument of the acknowledgement. */
export const askOne = async (socket, event, ...args) => (await ask(socket, event, ...args))[0];

/** Emits "echo" and resolves with what "echoed" brings back. */
export async function echo(t, socket, ...args) {
  const echoed = t.next(socket, "echoed");
  socket.emit("echo", ...args);
  return echoed;
}

/** The wire's view of values: dates and undefined as JSON has them. */
export const throughJson = (values) => JSON.parse(JSON.stringify(values));

export const hex = (bytes) => Buffer.from(bytes).toString("hex");

export const bytes = (length, start = 0) => Buffer.alloc(length).map((_, i) => start + i);

/** What the server saw of a socket's end. */
export const deathOf = (t, witness, id) => t.until(`death of ${id}`, () => askOne(witness, "death-of", id));

/** The reason and details of the coming disconnection. */
export const disconnection = (t, socket) => t.next(socket, "disconnect");
