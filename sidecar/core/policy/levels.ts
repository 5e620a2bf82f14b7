// Levels of support: owner, duties by kind of request, hand-offs; and the duties themselves.
import { ALWAYS } from './combination.ts';
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { entries, isMap, list, placed, titleOf } from './context.ts';
import { readWithin } from './durations.ts';
import type { Condition, Duty, DutyTrigger, HandOffRule, Level, LevelDuty } from './policy.ts';
import { linksOf } from './links.ts';
import type { Path } from './problem.ts';
import { nearest, suggestion } from './problem.ts';

type WrittenLevel = NonNullable<Context['text']['levels']>[string];

/** Compiles the levels in their order. */
export function readLevels(context: Context): readonly Level[] {
  return entries(context.text.levels).map(([id, written]) => {
    const path = ['levels', id];
    const duties = levelDuties(context, written.duties, [...path, 'duties']);
    const contacts = [...list(written.contacts), ...list(written.contact)];
    return {
      id,
      title: written.title ?? id,
      owner: written.owner ?? 'vendor',
      contacts,
      duties,
      handOffs: handOffs(context, written.handOff, duties, [...path, 'handOff']),
      when: readCondition(context, written.when, [...path, 'when']),
      cites: context.cites(written.cites, path),
    };
  });
}

function levelDuties(context: Context, written: WrittenLevel['duties'], path: Path): readonly LevelDuty[] {
  if (written === undefined) return [];
  if (!isMap(written)) {
    return placed(written, path).map(([duty, at]) => {
      context.refer('duty', duty, at);
      return { duty, when: ALWAYS };
    });
  }
  return Object.entries(written).flatMap(([kind, duties]) => {
    const when = kindOfRequest(context, kind, [...path, kind]);
    return placed(duties, [...path, kind]).map(([duty, at]) => {
      context.refer('duty', duty, at);
      return { duty, when };
    });
  });
}

/** `fault` of `duties: { fault: […] }` is a value of a field: of `request`, or of the one field that has it. */
function kindOfRequest(context: Context, kind: string, path: Path): Condition {
  const having = entries(context.text.fields)
    .filter(([, field]) => isMap(field) && hasValue(field.values, kind))
    .map(([id]) => id);
  const field = having.includes('request')
    ? 'request'
    : (having[0] ?? (context.known('topic').has(kind) ? 'topic' : undefined));
  if (field === undefined) {
    const values = entries(context.text.fields).flatMap(([, each]) =>
      isMap(each) ? (Array.isArray(each.values) ? each.values : Object.keys(each.values ?? {})) : [],
    );
    context.fault(path, 'unknown-reference', `no field has a value "${kind}"`, suggestion(kind, values), { key: true });
    return ALWAYS;
  }
  return readCondition(context, { [field]: kind }, path);
}
const hasValue = (values: unknown, kind: string): boolean =>
  Array.isArray(values) ? values.includes(kind) : isMap(values) && Object.hasOwn(values, kind);

function handOffs(
  context: Context,
  written: WrittenLevel['handOff'],
  duties: readonly LevelDuty[],
  path: Path,
): readonly HandOffRule[] {
  return placed(written, path).map(([each, at]) => {
    const map = typeof each === 'string' ? { to: each } : each;
    context.refer('level', map.to, typeof each === 'string' ? at : [...at, 'to']);
    const after = list(map.after).flatMap((name): readonly LevelDuty[] => {
      if (name === 'duties') return duties;
      context.refer('duty', name, [...at, 'after']);
      return [duties.find(({ duty }) => duty === name) ?? { duty: name, when: ALWAYS }];
    });
    return {
      to: map.to,
      duties: after,
      when: readCondition(context, map.when, [...at, 'when']),
      atOnceWhen: map.atOnceWhen === undefined ? null : readCondition(context, map.atOnceWhen, [...at, 'atOnceWhen']),
      cites: context.cites(map.cites, at),
    };
  });
}

/**
 * Names of duties that something asks for and nothing defines: their name is their title. One that is nearly a defined
 * one's is a slip and stays unknown.
 */
export function impliedDuties(context: Context): readonly string[] {
  const defined = Object.keys(context.text.duties ?? {});
  const levels = entries(context.text.levels).flatMap(([, { duties }]) =>
    isMap(duties) ? Object.values(duties) : [duties ?? []],
  );
  const rules = list(context.text.requesters?.otherwise).map(({ duties }) => duties ?? []);
  const named = [...levels, ...rules, context.text.ordered ?? []]
    .flat(2)
    .filter((name): name is string => typeof name === 'string');
  return [...new Set(named)].filter((name) => !defined.includes(name) && nearest(name, defined) === null);
}

/** Compiles the duties; `ordered` lists and levels put them in order. */
export function readDuties(context: Context): ReadonlyMap<string, Duty> {
  const before = orderOf(context);
  const implied = impliedDuties(context).map((id) => [id, titleOf(id)] as const);
  return new Map(
    [...entries(context.text.duties), ...implied].map(([id, written]): readonly [string, Duty] => {
      const path = ['duties', id];
      const map = typeof written === 'string' ? { title: written } : written;
      const after = [...(before.get(id) ?? []), ...list(map.after)];
      list(map.after).forEach((name) => context.refer('duty', name, [...path, 'after']));
      if (map.clock !== undefined) context.refer('calendar', map.clock, [...path, 'clock']);
      if (map.sets !== undefined) context.refer('field', map.sets, [...path, 'sets']);
      return [
        id,
        {
          id,
          title: map.title ?? titleOf(id),
          when: map.when === undefined ? null : readCondition(context, map.when, [...path, 'when']),
          within: map.within === undefined ? null : readWithin(map.within),
          clock: map.clock ?? null,
          outcomes: list(map.outcomes),
          sets: map.sets ?? null,
          after: [...new Set(after)],
          doneBy: list(map.doneBy).map((each) => doneBy(context, each, [...path, 'doneBy'])),
          stays: map.stays ?? false,
          links: linksOf(map.links),
          tag: map.tag ?? null,
          cites: context.cites(map.cites, path),
        },
      ];
    }),
  );
}

function orderOf(context: Context): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, readonly string[]>();
  const add = (duties: readonly string[], path: Path): void => {
    duties.forEach((duty, index) => {
      context.refer('duty', duty, path);
      before.set(duty, [...(before.get(duty) ?? []), ...duties.slice(0, index)]);
    });
  };
  const { ordered } = context.text;
  const isOneList = (each: readonly (string | readonly string[])[]): each is readonly string[] =>
    each.every((name) => typeof name === 'string');
  const named = list(ordered);
  const lists = isOneList(named) ? [named] : named.map((each) => list(each));
  for (const each of lists) add(each, ['ordered']);
  for (const [id, level] of entries(context.text.levels)) {
    if (level.ordered !== true || level.duties === undefined) continue;
    const kinds = isMap(level.duties) ? Object.values(level.duties) : [level.duties];
    for (const each of kinds) add(list(each), ['levels', id, 'duties']);
  }
  return before;
}

function doneBy(context: Context, written: unknown, path: Path): DutyTrigger {
  const map = (isMap(written) ? written : { on: written }) as {
    on?: string;
    channel?: string;
    field?: string;
    outcome?: string;
  };
  const outcome = map.outcome ?? null;
  const on = map.on ?? (map.field === undefined ? undefined : 'field');
  switch (on) {
    case 'agent_reply_with_defect':
    case 'reply_with_defect':
      return { on: 'agent_reply_with_defect' };
    case 'agent_reply':
    case 'reply':
      return { on: 'agent_reply', outcome };
    case 'customer_comment':
    case 'customer_reply':
      return { on: 'customer_comment', channel: map.channel ?? null, outcome };
    case 'field':
      context.refer('field', map.field ?? '', path);
      return { on: 'field', field: map.field ?? '', outcome };
    default: {
      const known = ['agent_reply', 'agent_reply_with_defect', 'customer_comment', 'field'];
      context.fault(
        path,
        'wrong-value',
        `nothing that happens is called "${String(on)}"`,
        suggestion(String(on), known),
      );
      return { on: 'agent_reply', outcome };
    }
  }
}
