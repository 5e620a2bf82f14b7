// Promises that cannot be kept, contradict each other, can never be reached, or leave a priority out.
import type { PromiseRule, Tier } from '../policy.ts';
import type { Linting } from './linting.ts';
import { pathOf } from './linting.ts';
import { implies, sameCondition } from './logic.ts';

export function lintPromises(linting: Linting): void {
  const told = new Set<string>();
  const once = (key: string, say: () => void): void => {
    if (told.has(key)) return;
    told.add(key);
    say();
  };
  for (const tier of linting.policy.tiers.values()) {
    neverMet(linting, tier, once);
    shadowed(linting, tier, once);
    outOfOrder(linting, tier, once);
    withoutTarget(linting, tier);
  }
}

type Once = (key: string, say: () => void) => void;

/** promise-never-met: no time at all, or a clock that never opens. */
function neverMet(linting: Linting, tier: Tier, once: Once): void {
  for (const rule of tier.promises) {
    const clock = rule.clock ?? tier.hours;
    const path = pathOf(rule.path);
    if (rule.within.kind === 'working' && rule.within.ms === 0) {
      once(`${rule.path} zero`, () =>
        linting.say(
          'warning',
          'promise-never-met',
          path,
          `${rule.metric} is due at the moment at which it starts`,
          'give it some time, or say as needed',
        ),
      );
    }
    for (const name of new Set([clock, rule.businessDays].filter((each) => each !== null))) {
      if (linting.opens(name)) continue;
      once(`${rule.path} ${name}`, () =>
        linting.say(
          'warning',
          'promise-never-met',
          path,
          `${rule.metric} runs on "${name}", which never opens`,
          'give the calendar hours',
        ),
      );
    }
  }
}

/** Two rules of one place of which the later can never be reached; where both say different times, they contradict each other. */
function shadowed(linting: Linting, tier: Tier, once: Once): void {
  tier.promises.forEach((rule, index) => {
    const earlier = tier.promises.slice(0, index).find((other) => takesAll(other, rule));
    if (!earlier || placeOf(earlier) !== placeOf(rule)) return;
    const line = linting.line(pathOf(earlier.path));
    const which = `${rule.metric}${rule.priority === null ? '' : ` ${rule.priority}`}`;
    once(`${earlier.path} > ${rule.path} ${rule.priority ?? ''}`, () => {
      if (sameCondition(earlier.when, rule.when) && earlier.within.text !== rule.within.text) {
        linting.say(
          'warning',
          'promise-contradiction',
          pathOf(rule.path),
          `${which} is ${rule.within.text} here (${rule.path}) and ${earlier.within.text} in line ${line} (${earlier.path}); the first one holds`,
          'say under which condition each holds',
        );
      } else {
        linting.say(
          'warning',
          'unreachable-rule',
          pathOf(rule.path),
          `this promise of ${which} can never be reached: the one in line ${line} takes all of its tickets`,
          'put it first, or remove it',
        );
      }
    });
  });
}

/** What a tier inherits is meant to be covered; only rules of one metric's text are compared. */
function placeOf({ path, metric }: PromiseRule): string {
  const at = path.indexOf(`promises.${metric}`);
  return at < 0 ? path : path.slice(0, at + `promises.${metric}`.length);
}

function takesAll(a: PromiseRule, b: PromiseRule): boolean {
  const wider =
    a.metric === b.metric &&
    (a.priority === null || a.priority === b.priority) &&
    (a.level === null || a.level === b.level);
  return wider && a.inForce.kind === 'always' && implies(b.when, a.when);
}

/** A resolution promised before the first response, a workaround after the resolution: nobody means that. */
const ORDER = ['first_response', 'workaround', 'resolution'] as const;
function outOfOrder(linting: Linting, tier: Tier, once: Once): void {
  const plain = tier.promises.filter(
    (rule) => rule.when.kind === 'always' && rule.within.kind === 'working' && rule.starts === null,
  );
  for (const [index, sooner] of ORDER.entries()) {
    for (const later of ORDER.slice(index + 1)) {
      for (const a of plain.filter(({ metric }) => metric === sooner)) {
        const b = plain.find(
          (rule) =>
            rule.metric === later && rule.priority === a.priority && rule.level === a.level && rule.clock === a.clock,
        );
        if (b?.within.kind !== 'working' || a.within.kind !== 'working' || a.within.ms <= b.within.ms) continue;
        const which = a.priority === null ? '' : ` of ${a.priority}`;
        const [first, second] = [a.within.text, b.within.text];
        once(`${a.path} < ${b.path} ${a.priority ?? ''}`, () =>
          linting.say(
            'warning',
            'promise-contradiction',
            pathOf(b.path),
            `${later}${which} is due after ${second} (${b.path}), ${sooner} only after ${first} (${a.path}, line ${linting.line(pathOf(a.path))})`,
            'change one of the two',
          ),
        );
      }
    }
  }
}

/** priority-without-target: the tier promises something by priority, and one priority gets nothing at all. */
function withoutTarget(linting: Linting, tier: Tier): void {
  const promised = new Set(tier.promises.map(({ priority }) => priority));
  if (promised.has(null) || promised.size === 0) return;
  for (const { id } of linting.policy.priorities) {
    if (promised.has(id)) continue;
    linting.say(
      'warning',
      'priority-without-target',
      ['tiers', tier.id],
      `tier "${tier.id}" promises nothing for priority ${id}`,
      `add ${id} to its promises, or say ${id}: as needed`,
    );
  }
}
