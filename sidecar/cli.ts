// The command line: a second, smaller root. Exit status: 0 fine, 1 the answer is no, 2 bad use.
import { enableCompileCache } from 'node:module';

enableCompileCache(); // what follows is compiled once and kept: half the time of a short command
const { runCommandLine } = await import('./commands/run.ts');
process.exitCode = await runCommandLine(process.argv.slice(2));
