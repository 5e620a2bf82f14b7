// `tierline doctor`: looks at everything that must be right together; what is not ends with the next step.
import { defineCommand } from 'citty';
import { readAccountEnvironment, readToolEnvironment } from '../environment.ts';
import { databaseFindings, environmentFindings, nodeFinding, sidecarFindings } from './doctor-machine.ts';
import { workFindings } from './doctor-work.ts';
import { zendeskFindings } from './doctor-zendesk.ts';
import type { Finding } from './finding.ts';
import { count, paint } from './print.ts';
import { FINE, NO } from './status.ts';

export const doctor = defineCommand({
  args: {
    json: { type: 'boolean', description: 'Print data only' },
    quiet: { type: 'boolean', description: 'Print only what is not well' },
  },
  run: async ({ args }) => {
    const findings = [nodeFinding(), ...environmentFindings()];
    const tools = readToolEnvironment();
    if (tools.kind === 'settings') {
      const sidecar = await sidecarFindings(tools.settings);
      findings.push(...sidecar);
      if (sidecar.every(({ state }) => state !== 'fault')) findings.push(...(await workFindings(tools.settings)));
      findings.push(...(await databaseFindings(tools.settings)));
    }
    const account = readAccountEnvironment();
    if (account.kind === 'settings') findings.push(...(await zendeskFindings(account.settings)));
    const faults = findings.filter(({ state }) => state === 'fault').length;
    if (args.json === true) console.log(JSON.stringify({ healthy: faults === 0, findings }, null, 2));
    else {
      for (const finding of findings) if (args.quiet !== true || finding.state !== 'fine') console.log(lineOf(finding));
      console.log(summary(findings, faults));
    }
    return faults > 0 ? NO : FINE;
  },
});

const MARKS = { fine: ['green', '✓'], warning: ['yellow', '!'], fault: ['red', '✗'] } as const;
const NAME_WIDTH = 21;

function lineOf({ name, state, text, next }: Finding): string {
  const [colour, mark] = MARKS[state];
  return `${paint(colour, mark)} ${name.padEnd(NAME_WIDTH)} ${text}${next === null ? '' : `  ${paint('bold', `→ ${next}`)}`}`;
}

function summary(findings: readonly Finding[], faults: number): string {
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (faults === 0 && warnings === 0) return paint('green', 'All is well');
  return paint(faults > 0 ? 'red' : 'yellow', `${count(faults, 'fault')}, ${count(warnings, 'warning')}`);
}
