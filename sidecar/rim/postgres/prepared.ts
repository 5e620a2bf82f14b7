/**
 * Statements of the embedded database, each prepared once: planning a large one anew takes longer than running it, and here
 * it blocks everything else. PGlite itself has no call for it, but its protocol does.
 */
import { parse, protocol } from '@electric-sql/pglite';
import type { PGlite } from '@electric-sql/pglite';
import type { Value } from './database.ts';

const { serialize } = protocol;

interface Prepared {
  readonly name: string;
  /** Types of the parameters. */
  readonly types: readonly number[];
}

/** Whatever else there is (DDL, `set`) runs seldom and is not prepared. */
const PREPARABLE = /^\s*(?:with|select|insert|update|delete)\b/i;
/** Far more than the program has; filters of the queue put theirs together. */
const MOST = 1_000;

/** Runs a statement alone on the connection: the caller sees to it that nothing else does. */
export function createPrepared(
  lite: PGlite,
): <Row extends object>(statement: string, values: readonly Value[]) => Promise<Row[]> | null {
  const known = new Map<string, Prepared>();

  // Each message ends with a sync, so that the connection is ready for the next, whatever became of this one.
  const send = (...parts: readonly Uint8Array[]) =>
    lite.execProtocolStream(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false });

  async function prepared(statement: string): Promise<Prepared> {
    const found = known.get(statement);
    if (found !== undefined) return found;
    const name = `tierline_${String(known.size)}`;
    const messages = await send(serialize.parse({ name, text: statement }), serialize.describe({ type: 'S', name }));
    const described = messages.find((message) => message.name === 'parameterDescription');
    const types = described !== undefined && 'dataTypeIDs' in described ? (described.dataTypeIDs as number[]) : [];
    const made = { name, types };
    known.set(statement, made);
    return made;
  }

  async function rows<Row extends object>(statement: string, values: readonly Value[]): Promise<Row[]> {
    const { name, types } = await prepared(statement);
    const texts = values.map((value, index) => {
      if (value === null) return null;
      if (value instanceof Uint8Array) return value;
      const write = lite.serializers[types[index] ?? 0];
      return write === undefined ? String(value) : write(value);
    });
    const messages = await send(
      serialize.bind({ statement: name, values: texts }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
    );
    return (parse.parseResults(messages, lite.parsers)[0]?.rows ?? []) as Row[];
  }

  return (statement, values) =>
    PREPARABLE.test(statement) && (known.has(statement) || known.size < MOST) ? rows(statement, values) : null;
}
