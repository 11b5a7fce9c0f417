/** JSON lines on stdin and stdout, and bytes in them as {"$bytes": base64}. */
export function write(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Calls back with every line of stdin, then with null. Lines end with "\n" alone: U+2028 may stand in a JSON text. */
export function read(onLine) {
  let rest = "";
  process.stdin.setEncoding("utf8");
  process.stdin.on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    lines.filter(Boolean).forEach((line) => onLine(JSON.parse(line)));
  });
  process.stdin.on("end", () => onLine(null));
}

/** Arguments as they are written: bytes of every kind become {"$bytes"}, at any depth. */
export function pack(value) {
  if (ArrayBuffer.isView(value)) {
    return { $bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64") };
  }

  if (value instanceof ArrayBuffer) {
    return pack(new Uint8Array(value));
  }

  return mapped(value, pack);
}

/** The reverse of pack; bytes become Buffers. */
export function unpack(value) {
  return typeof value?.$bytes === "string" ? Buffer.from(value.$bytes, "base64") : mapped(value, unpack);
}

function mapped(value, map) {
  if (Array.isArray(value)) {
    return value.map(map);
  }

  // What has a JSON form of its own, such as a Date, keeps it.
  if (value === null || typeof value !== "object" || typeof value.toJSON === "function") {
    return value;
  }

  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, map(item)]));
}
