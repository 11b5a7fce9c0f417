/** What a value is, as the `describe` event answers it. */
export function describe(value) {
  if (Buffer.isBuffer(value) || value instanceof Uint8Array) {
    return { t: "bin", len: value.length, sum: value.reduce((sum, byte) => (sum + byte) % 65521, 0) };
  }

  if (Array.isArray(value)) {
    return { t: "array", items: value.map(describe) };
  }

  if (value === null) {
    return { t: "null" };
  }

  if (typeof value === "object") {
    return { t: "object", fields: Object.fromEntries(Object.entries(value).map(([k, v]) => [k, describe(v)])) };
  }

  return { t: typeof value, v: value };
}
