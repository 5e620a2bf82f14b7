/** Where a number, names and addresses occur in the tables: a page of a table at a time, so that no statement takes long. */
import type { Person } from '#core/facts/known-as.ts';
import type { Database, Value } from './database.ts';

/** A table as it is searched: by its key, ascending, in `said`. */
export interface Place {
  readonly table: string;
  /** Unique. */
  readonly key: string;
  /** Less than every key. */
  readonly first: Value;
  readonly columns: string;
  /** SQL for the text in which is searched. */
  readonly said: string;
}

const PAGE = 500;

const SEARCH = ({ table, key, columns, said }: Place): string => `
with page as (select ${key} as key, * from ${table} where ${key} > $3 order by ${key} limit ${String(PAGE)})
select last.key as last_key, found.* from (select max(key) as key from page) last
left join (
  select key as found_key, ${columns}, said ~ $1 as by_number from (select *, ${said} as said from page) each
  where said ~ $1 or ($2::text is not null and lower(said) ~ $2)
) found on true`;

/** Rows in which the number stands by itself (`by_number`) or one of the words occurs, be it as a part of another. */
export async function rowsNaming<Row extends object>(
  database: Database,
  place: Place,
  person: Person,
): Promise<readonly (Row & { readonly by_number: boolean })[]> {
  const number = `(^|[^0-9])${person.userId}([^0-9]|$)`;
  const words = [...person.names, ...person.emails].flatMap(spellings);
  const pattern = words.length === 0 ? null : [...new Set(words)].map(escaped).join('|');
  const found: (Row & { readonly by_number: boolean })[] = [];
  let after = place.first;
  for (;;) {
    const rows = await database.rows<
      Row & { readonly by_number: boolean; readonly last_key: string | number | null; readonly found_key: unknown }
    >(SEARCH(place), [number, pattern, after]);
    found.push(...rows.filter(({ found_key }) => found_key !== null));
    const last = rows[0]?.last_key ?? null;
    if (last === null) return found;
    after = last;
  }
}

/**
 * As a text in lower case may hold a word. Where the database's locale knows no letters but those of ASCII, the others are
 * as they were written; and JSON may escape them, as it does quotes.
 */
function spellings(word: string): readonly string[] {
  const cases = [word, word.toLowerCase(), word.toUpperCase()].map((each) =>
    each.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  );
  return cases.flatMap((each) => {
    const json = JSON.stringify(each).slice(1, -1);
    return [
      each,
      json,
      json.replace(/[^\0-\x7F]/g, (unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    ];
  });
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
