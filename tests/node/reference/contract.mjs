const contextKeys = ["name", "transport", "previousTransport", "protocol", "previousProtocol", "sid", "method", "message"];

/** What the handlers of one server share: the refused requests and the last words of gone sockets. */
export class Contract {
  deaths = new Map();
  errors = [];

  constructor(io) {
    this.io = io;

    io.engine.on("connection_error", ({ req, code, message, context }) => {
      const kept = Object.fromEntries(contextKeys.filter((k) => context?.[k] !== undefined).map((k) => [k, context[k]]));
      this.errors.push({ code, message, context: kept, hasReq: Boolean(req) });

      if (this.errors.length > 200) {
        this.errors.shift();
      }
    });
  }

  died(socket, reason) {
    this.deaths.set(socket.id, {
      reason,
      rooms: [...socket.rooms].filter((r) => r !== socket.id).sort(),
      nsp: socket.nsp.name,
    });
  }
}
