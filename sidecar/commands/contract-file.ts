// A contracts file (CSV) → rows with their lines, or every fault with its line.
import { CsvError, parse } from 'csv-parse/sync';
import { COLUMNS, NEEDED, readRow, type Column, type ContractInput, type Row } from './contract-columns.ts';

export interface ContractRow {
  /** Line of the file where the row begins, from 1. */
  readonly line: number;
  readonly input: ContractInput;
}
export interface FileFault {
  readonly line: number;
  readonly message: string;
}
export interface ContractFile {
  readonly rows: readonly ContractRow[];
  readonly faults: readonly FileFault[];
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads the whole text; `rows` counts for nothing while there are faults. */
export function readContractFile(text: string): ContractFile {
  const read = readRecords(text);
  if ('message' in read) return { rows: [], faults: [read] };
  const [head, ...records] = read;
  if (head === undefined)
    return { rows: [], faults: [{ line: 1, message: 'the file is blank: its first line names the columns' }] };
  const columns = head.cells.map((name) => name.toLowerCase());
  const faults: FileFault[] = columnFaults(columns).map((message) => ({ line: head.line, message }));
  if (faults.length > 0) return { rows: [], faults };
  if (records.length === 0)
    return { rows: [], faults: [{ line: head.line, message: 'no row follows the names of the columns' }] };
  const rows: ContractRow[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of records) {
    if (cells.length !== columns.length) {
      faults.push({
        line,
        message: `has ${String(cells.length)} cells for ${String(columns.length)} columns: put text with commas in quotes`,
      });
      continue;
    }
    const row = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])) as Row;
    const { input, faults: wrong } = readRow(row);
    faults.push(...wrong.map((message) => ({ line, message })));
    const before = seen.get(input.organizationId);
    if (before !== undefined && input.organizationId !== '')
      faults.push({
        line,
        message: `organization_id: ${input.organizationId} stands in line ${String(before)} too: keep one of the two`,
      });
    seen.set(input.organizationId, line);
    rows.push({ line, input });
  }
  return { rows, faults };
}

function readRecords(text: string): readonly CsvRecord[] | FileFault {
  try {
    const found = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    }) as unknown as readonly {
      readonly record: readonly string[];
      readonly info: { readonly lines: number };
    }[];
    // `lines` is that of the record's last line.
    return found.map(({ record, info }) => ({ line: info.lines - newlines(record), cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return { line, message: `this is no CSV: ${error.message}; a quote inside a quoted cell is written twice` };
  }
}

const newlines = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

function columnFaults(columns: readonly string[]): readonly string[] {
  const known = new Set<string>(COLUMNS);
  const faults = columns
    .filter((name) => !known.has(name))
    .map((name) => `there is no column "${name}"; there are ${COLUMNS.join(', ')}`);
  for (const name of new Set(columns)) {
    if (columns.filter((each) => each === name).length > 1) faults.push(`the column "${name}" stands twice`);
  }
  for (const name of NEEDED satisfies readonly Column[]) {
    if (!columns.includes(name)) faults.push(`the column ${name} is missing`);
  }
  return faults;
}
