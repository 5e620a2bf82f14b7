// One thing that the doctor looked at: how it is, and what to do next where it is not well.

export interface Finding {
  readonly name: string;
  readonly state: 'fine' | 'warning' | 'fault';
  readonly text: string;
  /** The next command or step; null: nothing to do. */
  readonly next: string | null;
}

export const fine = (name: string, text: string): Finding => ({ name, state: 'fine', text, next: null });
export const warning = (name: string, text: string, next: string): Finding => ({ name, state: 'warning', text, next });
export const fault = (name: string, text: string, next: string): Finding => ({ name, state: 'fault', text, next });

/** Signatures are refused at 5 minutes; long before that a clock is worth a look. */
const CLOCK_WARNS_MS = 5_000;
const CLOCK_FAILS_MS = 60_000;

/** A clock beside ours; `whose`: the machine whose clock is to be set where they differ. */
export function clockFinding(name: string, offsetMs: number, whose = 'this machine'): Finding {
  const text = `offset ${(offsetMs / 1_000).toFixed(1)} s`;
  const next = `set the clock of ${whose} by NTP: timedatectl set-ntp true`;
  if (Math.abs(offsetMs) >= CLOCK_FAILS_MS) return fault(name, text, next);
  return Math.abs(offsetMs) >= CLOCK_WARNS_MS ? warning(name, text, next) : fine(name, text);
}
