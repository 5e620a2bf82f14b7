// Who: requesters, contacts, routes, escalation steps, notices.
import { allOf } from './combination.ts';
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { entries, isMap, list, placed, titleOf } from './context.ts';
import { readWithin } from './durations.ts';
import type { Contact, NoticeRule, Policy, RouteRule, Step } from './policy.ts';
import type { Path } from './problem.ts';
import { nearest } from './problem.ts';

/** Compiles who may ask. */
export function readRequesters(context: Context): Policy['requesters'] {
  const written = context.text.requesters;
  if (written === undefined) return null;
  const otherwise = placed(written.otherwise, ['requesters', 'otherwise']).map(([rule, path]) => {
    const duties = list(rule.duties);
    duties.forEach((duty) => context.refer('duty', duty, [...path, 'duties']));
    return {
      when: readCondition(context, rule.when, [...path, 'when']),
      verdict: rule.verdict,
      duties,
      cites: context.cites(rule.cites, path),
    };
  });
  return {
    must: readCondition(context, written.must, ['requesters', 'must']),
    otherwise,
    cites: context.cites(written.cites, ['requesters']),
  };
}

/** Compiles the contacts; one that is only named is a role: of the contract, or without an address. */
export function readContacts(context: Context): ReadonlyMap<string, Contact> {
  const contacts = new Map<string, Contact>();
  const none = { name: null, email: null, phone: null, region: null, roles: [], cites: [] };
  for (const [id, written] of entries(context.text.contacts)) {
    if (typeof written === 'string') {
      const email = /^\S+@\S+$/.test(written) ? written : null;
      contacts.set(id, { ...none, id, title: email === null ? written : titleOf(id), email });
      continue;
    }
    contacts.set(id, {
      id,
      title: written.title ?? titleOf(id),
      name: written.name ?? null,
      email: written.email ?? null,
      phone: written.phone ?? null,
      region: written.region ?? null,
      roles: [...list(written.role), ...list(written.roles)],
      cites: context.cites(written.cites, ['contacts', id]),
    });
  }
  for (const { id, path } of namedContacts(context)) {
    context.used.add(`contact ${id}`);
    if (contacts.has(id)) continue;
    const meant = nearest(id, Object.keys(context.text.contacts ?? {}));
    if (meant !== null)
      context.fault(path, 'unknown-reference', `there is no contact "${id}"`, `did you mean "${meant}"?`);
    contacts.set(id, { ...none, id, title: titleOf(id) });
  }
  return contacts;
}

function namedContacts(context: Context): readonly { readonly id: string; readonly path: Path }[] {
  const named: { id: string; path: Path }[] = [];
  const add = (ids: string | readonly string[] | undefined, path: Path): void =>
    list(ids).forEach((id) => named.push({ id, path }));
  list(context.text.escalation).forEach((step, index) => {
    add(step.contact, ['escalation', index, 'contact']);
    add(step.contacts, ['escalation', index, 'contacts']);
  });
  for (const [id, level] of entries(context.text.levels)) {
    add(level.contact, ['levels', id, 'contact']);
    add(level.contacts, ['levels', id, 'contacts']);
  }
  for (const { route, path } of routesOf(context)) {
    add(route.contact ?? route.to, [...path, route.contact === undefined ? 'to' : 'contact']);
    add(typeof route.fallback === 'string' ? route.fallback : route.fallback?.contact, [...path, 'fallback']);
  }
  return named;
}
type RouteText = Exclude<Extract<NonNullable<Context['text']['routes']>, readonly unknown[]>[number], undefined>;

function routesOf(
  context: Context,
): readonly { readonly id: string; readonly route: RouteText; readonly path: Path }[] {
  const written = context.text.routes;
  if (written === undefined) return [];
  if (Array.isArray(written))
    return written.map((route, index) => ({
      id: route.id ?? route.contact ?? route.to ?? `route_${index + 1}`,
      route,
      path: ['routes', index],
    }));
  const single = ['when', 'topic', 'contact', 'to'].some(
    (key) =>
      typeof (written as Record<string, unknown>)[key] === 'string' ||
      (key === 'when' && isMap((written as Record<string, unknown>)['when']) && Object.hasOwn(written, 'contact')),
  );
  if (single) return [{ id: 'route_1', route: written as RouteText, path: ['routes'] }];
  return Object.entries(written as Readonly<Record<string, RouteText>>).map(([id, route]) => ({
    id,
    route,
    path: ['routes', id],
  }));
}

/** Compiles the routes in their order. */
export function readRoutes(context: Context): readonly RouteRule[] {
  return routesOf(context).map(({ id, route, path }) => {
    const fallback = typeof route.fallback === 'string' ? { contact: route.fallback } : route.fallback;
    const when = fallback !== undefined && 'when' in fallback ? fallback.when : undefined;
    const fallbackWhen = route.fallbackWhen ?? when;
    const contact = route.contact ?? route.to;
    if (contact === undefined) context.fault(path, 'missing', 'a route names its contact', 'add contact: sales');
    const topic = route.topic === undefined ? undefined : { topic: route.topic };
    return {
      id,
      when: allOf([readCondition(context, topic, path), readCondition(context, route.when, [...path, 'when'])]),
      contact: contact ?? '',
      fallback: fallback?.contact ?? null,
      fallbackWhen: fallbackWhen === undefined ? null : readCondition(context, fallbackWhen, [...path, 'fallbackWhen']),
      tag: route.tag ?? null,
      cites: context.cites(route.cites, path),
    };
  });
}

/** The ids of the escalation steps. */
export function stepIds(context: Context): readonly string[] {
  return list(context.text.escalation).map(({ step }) => step);
}

/** Compiles the escalation path. */
export function readEscalation(context: Context, contacts: ReadonlyMap<string, Contact>): readonly Step[] {
  return list(context.text.escalation).map((written, index) => {
    const path: Path = ['escalation', index];
    const named = [...list(written.contact), ...list(written.contacts)];
    const regional = named.length > 1 && named.every((id) => contacts.get(id)?.region != null);
    return {
      id: written.step,
      title: written.title ?? titleOf(written.step),
      contacts: named,
      byRegion: written.byRegion ?? regional,
      opensWhen:
        written.opensWhen === undefined ? null : readCondition(context, written.opensWhen, [...path, 'opensWhen']),
      opensText: null,
      cites: context.cites(written.cites, path),
    };
  });
}

/** Compiles the kinds of notice. */
export function readNotices(context: Context): readonly NoticeRule[] {
  return entries(context.text.notices).map(([kind, written]) => ({
    kind,
    title: written.title ?? titleOf(kind),
    lead: written.lead === undefined || written.lead === 'none' ? null : readWithin(written.lead),
    refuse: written.refuse ?? false,
    recipients: list(written.recipients),
    cites: context.cites(written.cites, ['notices', kind]),
  }));
}
