/** The log: JSON lines on standard output, without secrets and without what people wrote in tickets. */
import { pino, type DestinationStream, type Logger } from 'pino';
import { logOutput } from './log-output.ts';

export type { Logger } from 'pino';

/** Never printed, wherever they stand one or two levels deep. */
const SECRET = [
  'authorization',
  'Authorization',
  'cookie',
  'token',
  'access_token',
  'client_secret',
  'secret',
  'password',
];
/** Words of customers and agents. */
const WORDS = ['body', 'comment', 'subject', 'description', 'note', 'text', 'reason_text'];
const PATHS = [...SECRET, ...WORDS].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/**
 * @param level pino's level.
 * @param destination default: standard output.
 */
export function createLogger(level: string, destination: DestinationStream = logOutput()): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    messageKey: 'message',
    redact: { paths: PATHS, censor: '[left out]' },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: plainError, error: plainError },
  };
  return pino(options, destination);
}

/** An error without the properties that libraries hang onto it (requests, headers, bodies). */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { name: error.name, message: error.message, ...code, ...cause, stack: error.stack };
}
