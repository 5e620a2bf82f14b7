// Exit status of the command line, and the fault of being used badly.

export const FINE = 0;
/** The answer is no: a scenario failed, a problem was found. */
export const NO = 1;
export const BAD_USE = 2;

/** The command line was used badly: a file that is not there, an option that does not exist. */
export class BadUse extends Error {
  override readonly name = 'BadUse';
}

/** What the command needed did not answer, or answered no: said on standard error, exit status 1. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}
