/** A parameter of type text[] as PostgreSQL holds it: nothing has to be escaped here, and nothing be read letter by letter there. */

const TEXT_OID = 25;
/** One dimension, no nulls, the type of its elements, how many, and that they count from 1. */
const HEAD = 20;

/** Texts without NUL. Half a surrogate pair comes out as U+FFFD. */
export function textArray(texts: readonly string[]): Uint8Array {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, HEAD));
  let at = 0;
  for (const number of [1, 0, TEXT_OID, texts.length, 1]) at = bytes.writeInt32BE(number, at);
  texts.forEach((text, index) => {
    at = bytes.writeInt32BE(lengths[index] ?? 0, at);
    at += bytes.write(text, at);
  });
  return bytes;
}
