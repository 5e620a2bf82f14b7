// `tierline import contracts FILE.csv`: a contract a row, all rows checked before the first is sent, a line a row of what became of it.
import { defineCommand } from 'citty';
import { runningSidecar, type Sidecar } from './ask.ts';
import { readContractFile, type ContractRow, type FileFault } from './contract-file.ts';
import { keepingTheRest, saysTheSame, STANDING, type Standing } from './contract-standing.ts';
import { readText } from './files.ts';
import { count, paint } from './print.ts';
import { FINE, NO } from './status.ts';

interface RowResult {
  readonly line: number;
  readonly organizationId: string;
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'refused' | 'would be sent';
  /** The contract's revision afterwards; null: nothing was written. */
  readonly revision: number | null;
  readonly message: string | null;
}

export const importContracts = defineCommand({
  args: {
    file: { type: 'positional', description: 'The CSV file; - is standard input' },
    'dry-run': { type: 'boolean', description: 'Check every row and send none' },
    json: { type: 'boolean', description: 'Print data only' },
  },
  run: async ({ args }) => {
    const file = args._[0] ?? '';
    const { rows, faults } = readContractFile(await readText(file));
    const dry = args['dry-run'] === true;
    if (faults.length > 0) return unusable(file, faults, args.json === true);
    const sidecar = runningSidecar();
    const wrong = await againstPolicies(sidecar, rows);
    if (wrong.length > 0) return unusable(file, wrong, args.json === true);
    const results: RowResult[] = [];
    for (const row of rows) {
      const result = dry ? planned(row) : await put(sidecar, row);
      results.push(result);
      if (args.json !== true) console.log(rowLine(file, result));
    }
    if (args.json === true) console.log(JSON.stringify({ file, problems: [], rows: results }, null, 2));
    else console.log(summary(results, dry));
    return results.some(({ outcome }) => outcome === 'refused') ? NO : FINE;
  },
});

function unusable(file: string, faults: readonly FileFault[], json: boolean): number {
  const inOrder = faults.toSorted((one, other) => one.line - other.line);
  if (json) console.log(JSON.stringify({ file, problems: inOrder, rows: [] }, null, 2));
  else {
    for (const { line, message } of inOrder) console.log(`${paint('bold', `${file}:${String(line)}:`)} ${message}`);
    console.log(paint('red', `${count(inOrder.length, 'problem')}: no contract was sent`));
  }
  return NO;
}

const POLICIES = `query Policies { policies { id state } }`;

/** Rows that name a policy that is not published: known before the first row is sent. */
async function againstPolicies(sidecar: Sidecar, rows: readonly ContractRow[]): Promise<readonly FileFault[]> {
  const { policies } = await sidecar.ask<{ policies: readonly { id: string; state: string }[] }>(POLICIES);
  const published = policies.map(({ id }) => id);
  return rows
    .filter(({ input }) => !published.includes(input.policy))
    .map(({ line, input }) => ({
      line,
      message: `policy: the sidecar has no policy ${input.policy}; it has ${published.join(', ') || 'none'}`,
    }));
}

const planned = ({ line, input }: ContractRow): RowResult => ({
  line,
  organizationId: input.organizationId,
  outcome: 'would be sent',
  revision: null,
  message: null,
});

const READ = `query Standing($id: ID!) { organizationSupport(organizationId: $id) { contract { ${STANDING} } } }`;

const PUT = `mutation Put($input: ContractInput!) {
  putContract(input: $input) {
    __typename
    ... on Contract { revision }
    ... on Refused { code message problems { message path } }
  }
}`;

interface Read {
  readonly organizationSupport: { readonly contract: Standing | null } | null;
}
interface Answer {
  readonly putContract:
    | { readonly __typename: 'Contract'; readonly revision: number }
    | { readonly __typename: 'Refused'; readonly code: string; readonly message: string };
}

/** Reads the revision that stands, puts under it, and once more where somebody else came between. */
async function put(sidecar: Sidecar, { line, input }: ContractRow): Promise<RowResult> {
  const { organizationId } = input;
  const refused = (message: string): RowResult => ({
    line,
    organizationId,
    outcome: 'refused',
    revision: null,
    message,
  });
  for (let tries = 1; ; tries += 1) {
    const { organizationSupport } = await sidecar.ask<Read>(READ, { id: organizationId });
    if (organizationSupport === null)
      return refused(`Zendesk has no organization ${organizationId}: correct organization_id`);
    const { contract } = organizationSupport;
    const revision = contract?.revision ?? 0;
    if (contract !== null && saysTheSame(contract, input))
      return { line, organizationId, outcome: 'unchanged', revision, message: null };
    const { putContract: answer } = await sidecar.ask<Answer>(PUT, {
      input: { ...(contract === null ? input : keepingTheRest(contract, input)), revision },
    });
    if (answer.__typename === 'Contract')
      return {
        line,
        organizationId,
        outcome: revision === 0 ? 'created' : 'changed',
        revision: answer.revision,
        message: null,
      };
    if (answer.code !== 'CONFLICT' || tries === 2) return refused(answer.message);
  }
}

function rowLine(file: string, { line, organizationId, outcome, revision, message }: RowResult): string {
  const where = `${file}:${String(line)}:`;
  if (outcome === 'refused') return `${paint('red', '✗')} ${where} organization ${organizationId}: ${message ?? ''}`;
  const version = revision === null ? '' : ` (revision ${String(revision)})`;
  return `${paint('green', '✓')} ${where} organization ${organizationId} ${outcome}${version}`;
}

function summary(results: readonly RowResult[], dry: boolean): string {
  const of = (outcome: RowResult['outcome']): number => results.filter((each) => each.outcome === outcome).length;
  if (dry) return `${count(results.length, 'contract')} checked, none sent`;
  const line = `${String(of('created'))} created, ${String(of('changed'))} changed, ${String(of('unchanged'))} unchanged, ${String(of('refused'))} refused`;
  return paint(of('refused') > 0 ? 'red' : 'green', line);
}
