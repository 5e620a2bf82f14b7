// What is covered: services, entitlements, products, exclusions, intake, certification, defects, advice, tags.
import { readCondition } from './conditions.ts';
import type { Context } from './context.ts';
import { entries, isMap, list, titleOf } from './context.ts';
import { readWithin } from './durations.ts';
import { linksOf } from './links.ts';
import type {
  AdviceRule,
  Certification,
  DefectTracker,
  Entitlement,
  ExclusionRule,
  IntakeTemplate,
  Product,
  Service,
  TagRule,
} from './policy.ts';
import type { Path } from './problem.ts';
import { readTests } from './tests.ts';

/** The ids of the services: defined, or, where none is, those that the tiers speak of. */
export function serviceIds(context: Context): readonly string[] {
  if (context.text.services !== undefined) return Object.keys(context.text.services);
  const named = entries(context.text.tiers).flatMap(([, tier]) => Object.keys(tier.services ?? {}));
  return [...new Set(named)].filter((name) => name !== 'cites');
}

/** Compiles the services in their order. */
export function readServices(context: Context): readonly Service[] {
  const implied = Object.fromEntries(serviceIds(context).map((id) => [id, titleOf(id)]));
  return entries(context.text.services ?? implied).map(([id, written]) => {
    const map = typeof written === 'string' ? { title: written } : written;
    const path = ['services', id];
    return {
      id,
      title: map.title ?? titleOf(id),
      when: map.when === undefined ? null : readCondition(context, map.when, [...path, 'when']),
      cites: context.cites(map.cites, path),
    };
  });
}

/** Compiles the entitlements. */
export function readEntitlements(context: Context): ReadonlyMap<string, Entitlement> {
  return new Map(
    entries(context.text.entitlements).map(([id, written]): readonly [string, Entitlement] => {
      const path = ['entitlements', id];
      const products = [...list(written.product), ...list(written.products), ...list(written.covers)];
      if (context.known('product').size > 0)
        products.forEach((product) => context.refer('product', product, [...path, 'product']));
      const about = { subject: { of: 'contract', key: `entitlement.${id}` }, known: null, as: 'number' } as const;
      const tests =
        written.quantity === undefined ? [] : readTests(context, about, written.quantity, [...path, 'quantity']);
      return [
        id,
        {
          id,
          title: written.title ?? titleOf(id),
          products,
          quantity: tests[0]?.test ?? null,
          when: readCondition(context, written.when, [...path, 'when']),
          cites: context.cites(written.cites, path),
        },
      ];
    }),
  );
}

/** The ids of the products: defined, or choices of the field `product`. */
export function productIds(context: Context): readonly string[] {
  const { products, fields } = context.text;
  const field = fields?.['product'];
  const values = isMap(field) ? field.values : undefined;
  const choices = Array.isArray(values) ? values : Object.keys(values ?? {});
  return [...(Array.isArray(products) ? products : Object.keys(products ?? {})), ...choices];
}

/** Compiles the products with the life of their versions. */
export function readProducts(context: Context): ReadonlyMap<string, Product> {
  const { products: written } = context.text;
  const products = new Map<string, Product>();
  const plain = (id: string, title: string): Product => ({
    id,
    title,
    anyEntitlement: false,
    versions: [],
    versionField: versionField(context, undefined),
    cites: [],
  });
  for (const id of productIds(context)) products.set(id, plain(id, titleOf(id)));
  for (const [id, each] of Array.isArray(written)
    ? []
    : entries(written as Exclude<typeof written, readonly unknown[]>)) {
    const path = ['products', id];
    if (typeof each === 'string') {
      products.set(id, plain(id, each));
      continue;
    }
    if (each.versionField !== undefined) context.refer('field', each.versionField, [...path, 'versionField']);
    products.set(id, {
      id,
      title: each.title ?? titleOf(id),
      anyEntitlement: each.anyEntitlement ?? false,
      versions: entries(each.versions).map(([pattern, life]) => ({
        pattern,
        endOfLife: endOf(typeof life === 'string' ? life : life.endOfLife),
        cites: typeof life === 'string' ? [] : context.cites(life.cites, [...path, 'versions', pattern]),
      })),
      versionField: versionField(context, each.versionField),
      cites: context.cites(each.cites, path),
    });
  }
  return products;
}
const endOf = (text: string | undefined): string | null =>
  text === undefined || text === 'none' || text === 'never' ? null : text;
function versionField(context: Context, named: string | undefined): string | null {
  return named ?? ['product_version', 'version'].find((id) => context.known('field').has(id)) ?? null;
}

/** Compiles the exclusions. */
export function readExclusions(context: Context): readonly ExclusionRule[] {
  return entries(context.text.exclusions).map(([id, written]) => {
    const map = typeof written === 'string' ? { title: written } : written;
    const path = ['exclusions', id];
    return {
      id,
      title: map.title ?? titleOf(id),
      when: map.when === undefined ? null : readCondition(context, map.when, [...path, 'when']),
      cites: context.cites(map.cites, path),
    };
  });
}

/** Compiles the intake templates; an item with the id of a field is given when the field is set. */
export function readIntake(context: Context): readonly IntakeTemplate[] {
  return entries(context.text.intake).map(([id, written]) => {
    const path: Path = ['intake', id];
    const items = Array.isArray(written.items)
      ? Object.fromEntries(written.items.map((item) => [item, titleOf(item)]))
      : written.items;
    return {
      id,
      title: written.title ?? titleOf(id),
      when: readCondition(context, written.when, [...path, 'when']),
      items: entries(items).map(([item, each]) => {
        const map = typeof each === 'string' ? { title: each } : each;
        if (map.field !== undefined) context.refer('field', map.field, [...path, 'items', item, 'field']);
        return {
          id: item,
          title: map.title ?? titleOf(item),
          optional: map.optional ?? false,
          field: map.field ?? (context.known('field').has(item) ? item : null),
          cites: context.cites(map.cites, [...path, 'items', item]),
        };
      }),
      message: written.message ?? null,
      cites: context.cites(written.cites, path),
    };
  });
}

/** Compiles the certification's life. */
export function readCertification(context: Context): Certification | null {
  const written = context.text.certification;
  if (written === undefined) return null;
  const valid = readWithin(written.valid);
  if (valid?.kind !== 'months')
    context.fault(
      ['certification', 'valid'],
      'wrong-value',
      `"${written.valid}" is not months or years`,
      'write 2 years',
    );
  const expiring = written.expiring === undefined ? null : readWithin(written.expiring);
  if (expiring !== null && expiring.kind !== 'days')
    context.fault(['certification', 'expiring'], 'wrong-value', 'days are asked for', 'write 60 days');
  return {
    validMonths: valid?.kind === 'months' ? valid.months : 0,
    expiringDays: expiring?.kind === 'days' ? expiring.days : 0,
    cites: context.cites(written.cites, ['certification']),
  };
}

export function readDefects(context: Context): DefectTracker | null {
  const written = context.text.defects;
  if (written === undefined) return null;
  const repository = written.github ?? null;
  if (repository !== null && !/^[\w.-]+\/[\w.-]+$/.test(repository))
    context.fault(['defects', 'github'], 'wrong-value', `"${repository}" is not a repository`, 'write owner/name');
  return {
    github: repository,
    priority: written.priority ?? null,
    url: written.url ?? null,
    cites: context.cites(written.cites, ['defects']),
  };
}

/** Compiles advice in its order. */
export function readAdvice(context: Context): readonly AdviceRule[] {
  const { advice } = context.text;
  if (advice === undefined) return [];
  type Rule = Exclude<Extract<NonNullable<typeof advice>, readonly unknown[]>[number], undefined>;
  const single = isMap(advice) && typeof advice['text'] === 'string';
  const rules: readonly (readonly [string | number | null, Rule])[] = Array.isArray(advice)
    ? advice.map((rule, index) => [index, rule])
    : single
      ? [[null, advice as Rule]]
      : Object.entries(advice as Readonly<Record<string, Rule>>);
  return rules.map(([key, rule]) => {
    const path: Path = key === null ? ['advice'] : ['advice', key];
    return {
      when: readCondition(context, rule.when, [...path, 'when']),
      text: rule.text,
      links: linksOf(rule.links),
      cites: context.cites(rule.cites, path),
    };
  });
}

/** Compiles the policy's own tags: a condition, or { when, cites }. */
export function readTags(context: Context): readonly TagRule[] {
  return entries(context.text.tags).map(([tag, written]) => {
    const path = ['tags', tag];
    const full = isMap(written) && (Object.hasOwn(written, 'when') || Object.hasOwn(written, 'cites'));
    const map = full ? (written as { when?: unknown; cites?: string | string[] }) : { when: written, cites: undefined };
    return {
      tag,
      when: readCondition(context, map.when, full ? [...path, 'when'] : path),
      cites: context.cites(map.cites, path),
    };
  });
}
