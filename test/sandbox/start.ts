/** `npm start`: everything on one machine with no account. Prints where to look; Ctrl-C stops all of it. */
import { resolve } from 'node:path';
import { styleText } from 'node:util';
import { startAll, type Composition } from './composition.ts';

const PORTS = { sandbox: port('SANDBOX_PORT', 4001), app: port('APP_PORT', 4002), sidecar: port('PORT', 4000) };
const DATA = resolve(process.env['DATA_DIR'] ?? './data', 'sandbox');
const began = performance.now();

try {
  const all = await startAll({ ports: PORTS, dataDir: DATA, step: progress });
  progress('');
  greet(all);
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopped = true;
      void stop(all);
    });
  }
  await judgeWorld(all, () => stopped);
} catch (fault) {
  progress('');
  process.stderr.write(`${styleText('red', 'Not started.')} ${wordsOf(fault)}\n`);
  process.exitCode = 1;
}

function greet({ sandbox, sidecar, ticketUrl, adminToken }: Composition): void {
  const { stories } = sandbox.state;
  const lines: [string, string][] = [
    ['A ticket with its sidebar', ticketUrl(stories['custom_at_risk'] ?? sandbox.state.tickets.keys().next().value)],
    ['GraphQL', `${sidecar.url}/graphql`],
    ['Admin token for it', adminToken],
    ['Zendesk stand-in', `${sandbox.url}/api/v2 (controls: ${sandbox.url}/sandbox/state)`],
    ['Log of the sidecar', resolve(DATA, 'sidecar.log')],
  ];
  for (const [name, value] of lines) process.stdout.write(`${name.padEnd(27)}${styleText('cyan', value)}\n`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(styleText('dim', `Ready after ${seconds} s. Ctrl-C stops everything.\n`));
}

/**
 * The sidecar looks at tickets that change from its installation on, and at those that somebody opens. The world's are older:
 * asking for each makes the list show priorities and tags from the start.
 */
async function judgeWorld({ sandbox, ask }: Composition, stopped: () => boolean): Promise<void> {
  for (const ticketId of [...sandbox.state.tickets.keys()].toReversed()) {
    if (stopped()) return;
    try {
      await ask('query Judge($id: ID!) { ticketSupport(ticketId: $id) { ticketId } }', { id: String(ticketId) });
    } catch (fault) {
      if (!stopped()) process.stderr.write(`Ticket ${String(ticketId)} was not judged: ${wordsOf(fault)}\n`);
    }
  }
}

async function stop(all: Composition): Promise<void> {
  progress('stopping');
  await all.close();
  progress('');
}

/** One line that is written over; nothing where the output is not a terminal. */
function progress(words: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${words ? styleText('dim', `${words} …`) : ''}`);
}

function port(name: string, usual: number): number {
  return Number(process.env[name] ?? usual);
}

function wordsOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  if ('code' in fault && fault.code === 'EADDRINUSE' && 'port' in fault) {
    const taken = Number(fault.port);
    const name = (Object.keys(PORTS) as (keyof typeof PORTS)[]).find((key) => PORTS[key] === taken) ?? 'sandbox';
    const variable = { sandbox: 'SANDBOX_PORT', app: 'APP_PORT', sidecar: 'PORT' }[name];
    return `Port ${String(taken)} is taken. Stop what runs there, or choose another: ${variable}=${String(taken + 100)} npm start`;
  }
  return fault.message;
}
