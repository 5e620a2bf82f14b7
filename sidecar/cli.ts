// The command line: a second, smaller root. Exit status: 0 fine, 1 the answer is no, 2 bad use.
import { runCommandLine } from './commands/run.ts';

process.exitCode = await runCommandLine(process.argv.slice(2));
