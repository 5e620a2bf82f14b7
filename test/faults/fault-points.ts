/**
 * A test build of the sidecar: loaded by `node --import`, it puts named points into the modules as Node reads them. At its
 * n-th passing, the point that FAULT_POINT names (`name:n`) kills the process. The product's own files hold nothing of this.
 */
import { writeSync } from 'node:fs';
import { loadWith, type Patch } from './patches.ts';

const here = (name: string): string => `globalThis.faultPoint('${name}');`;

/** Name → the one place of the source that becomes another. */
export const POINTS: Readonly<Record<string, Patch>> = {
  received: {
    file: 'rim/http/webhook-route.ts',
    before: 'return await within(STORE_WITHIN, options.accept(delivery));',
    after: `${here('received')} return await within(STORE_WITHIN, options.accept(delivery));`,
  },
  stored: {
    file: 'rim/postgres/inbox.ts',
    before: 'if (isNew.size > 0) database.tell(',
    after: `${here('stored')} if (isNew.size > 0) database.tell(`,
  },
  answered: {
    file: 'rim/http/webhook-route.ts',
    before: 'answerBare(response, 200, `{"status"',
    after: `response.once('finish', () => { ${here('answered')} }); answerBare(response, 200, \`{"status"`,
  },
  claimed: {
    file: 'flow/worker/rounds.ts',
    before: 'if (claims.length > 0) looks.take(claims);',
    after: `if (claims.length > 0) ${here('claimed')} if (claims.length > 0) looks.take(claims);`,
  },
  'before-commit': {
    file: 'flow/worker/commit.ts',
    before: 'const committed = await ports.agenda.commitLooks(looked);',
    after: `if (looked.length > 0) ${here('before-commit')} const committed = await ports.agenda.commitLooks(looked);`,
  },
  'after-commit': {
    file: 'flow/worker/commit.ts',
    before: 'for (const result of looked) {',
    after: `if (looked.length > 0) ${here('after-commit')} for (const result of looked) {`,
  },
  'before-write': {
    file: 'flow/settle.ts',
    before: 'const answer = await ports.zendesk.updateTicket(writeOf(settling, open));',
    after: `${here('before-write')} const answer = await ports.zendesk.updateTicket(writeOf(settling, open));`,
  },
  'after-write': {
    file: 'flow/settle.ts',
    before: 'if (!answer.ok) return failed(settling, answer.failure, ports.random);',
    after: `${here('after-write')} if (!answer.ok) return failed(settling, answer.failure, ports.random);`,
  },
  settled: {
    file: 'rim/postgres/commits.ts',
    before: 'return tell(database, await database.rows<{ ticket_id: string }>(SETTLES, [jsonText(records), ids]));',
    after: `const settledRows = await database.rows<{ ticket_id: string }>(SETTLES, [jsonText(records), ids]); ${here('settled')} return tell(database, settledRows);`,
  },
  migrating: {
    file: 'rim/postgres/migrate.ts',
    before: 'for (const statement of statementsOf(migration.sql)) await session.rows(statement, [], ANSWER_MS);',
    after: `for (const statement of statementsOf(migration.sql)) { ${here('migrating')} await session.rows(statement, [], ANSWER_MS); }`,
  },
  activating: {
    file: 'flow/publish.ts',
    before: 'await ports.registry.refresh();\n',
    after: `${here('activating')} await ports.registry.refresh();\n`,
  },
};

declare global {
  var faultPoint: (name: string) => void;
}

const ordered = process.env['FAULT_POINT'];
if (ordered !== undefined) {
  const [wanted = '', times = '1'] = ordered.split(':');
  let left = Number(times);
  globalThis.faultPoint = (name) => {
    if (name !== wanted) return;
    left -= 1;
    if (left > 0) return;
    writeSync(2, `fault point ${name} reached\n`);
    process.kill(process.pid, 'SIGKILL');
  };
  loadWith(Object.values(POINTS));
}
