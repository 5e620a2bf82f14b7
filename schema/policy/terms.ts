// Terms as written: tiers with their hours, channels, services, fees; entitlements and products.
import { z } from 'zod';
import { condition } from './conditions.ts';
import { allowance, attainment, credit, fee, inForce, promises, silence, strength, pauses, warn } from './promises.ts';
import { byId, cites, date, duration, flag, id, many, names, number, strict, text, once } from './values.ts';

const channelTerm = once(() =>
  z.union([
    flag(),
    strict({
      allowed: flag().optional(),
      when: condition().optional(),
      preferred: flag().optional(),
      title: text(200).optional(),
      cites: cites().optional(),
    }),
  ]),
);
/** Which channels the tier has. None named: all. */
export const channels = once(() =>
  z.union([
    z.array(id()),
    z
      .object({
        allowed: z.array(id()).or(id()).describe('The channels of the tier').optional(),
        preferred: names().describe('The one to recommend').optional(),
        cites: cites().optional(),
      })
      .catchall(channelTerm()),
  ]),
);

export const service = once(() =>
  z.union([
    text(200),
    strict({
      title: text(200).optional(),
      when: condition()
        .describe('Which tickets are for this service; the first service takes what no other does')
        .optional(),
      inForce: inForce().optional(),
      cites: cites().optional(),
    }),
  ]),
);

const serviceTerm = once(() =>
  z.union([
    z.enum(['included', 'not_included', 'limited', 'billable']),
    flag(),
    strict({
      included: flag().optional(),
      limited: flag().optional(),
      fee: text(80).describe('What work for it costs: 250 USD per hour').optional(),
      amount: text(80).optional(),
      during: id().describe('Calendar in which it is offered').optional(),
      roundUpTo: duration().describe('The sum of the work is rounded up to this').optional(),
      atLeast: duration().describe('The least that is charged').optional(),
      when: condition().optional(),
      inForce: inForce().optional(),
      cites: cites().optional(),
    }),
  ]),
);
/** What a tier says of each service. */
export const serviceTerms = once(() => z.object({ cites: cites().optional() }).catchall(many(serviceTerm())));

/** What a tier may say, and the policy for all tiers. */
export const sharedTerms = () => ({
  hours: id().describe('Calendar: the clock of every promise that names no other').optional(),
  channels: channels().describe('Channels of the tier; none named: all').optional(),
  promises: promises().optional(),
  attainment: byId(attainment()).describe('Share of tickets that the promise is about, by metric').optional(),
  fees: many(fee()).describe('What is charged, by service, window and condition').optional(),
  credits: many(credit()).describe('What a breach gives back').optional(),
  allowances: byId(allowance()).describe('How many are included').optional(),
  silence: many(silence()).describe('What to do when the customer does not answer while we wait').optional(),
  businessDays: id().describe('Calendar whose days `n business days` counts').optional(),
  inForce: inForce().optional(),
  pauses: pauses().optional(),
  warn: warn().optional(),
  strength: strength().optional(),
});

export const tier = once(() =>
  strict({
    title: text(200).optional(),
    extends: id().describe('The tier whose terms hold where this one says nothing').optional(),
    ...sharedTerms(),
    services: serviceTerms()
      .describe('Service by service: included, limited, not_included, or what it costs')
      .optional(),
    entitlements: names().describe('Entitlements that every contract of the tier has').optional(),
    cites: cites().optional(),
  }),
);

const quantity = () =>
  z.union([
    number(),
    strict({
      atLeast: z.union([number(), text(80)]).optional(),
      atMost: z.union([number(), text(80)]).optional(),
      moreThan: z.union([number(), text(80)]).optional(),
      lessThan: z.union([number(), text(80)]).optional(),
      equals: z.union([number(), text(80)]).optional(),
    }),
  ]);
export const entitlement = once(() =>
  strict({
    title: text(200).optional(),
    product: names().describe('What it covers').optional(),
    products: names().describe('The same as product').optional(),
    covers: names().describe('The same as product').optional(),
    quantity: quantity()
      .describe('Covers only where the quantity stands this: { atLeast: organization.users }')
      .optional(),
    when: condition().optional(),
    cites: cites().optional(),
  }),
);

const version = once(() =>
  z.union([
    z.enum(['none', 'never']),
    date(),
    strict({
      endOfLife: z
        .union([z.enum(['none', 'never']), date()])
        .describe('The last supported day, or none')
        .optional(),
      cites: cites().optional(),
    }),
  ]),
);
export const product = once(() =>
  z.union([
    text(200),
    strict({
      title: text(200).optional(),
      anyEntitlement: flag().describe('Covered by any entitlement').optional(),
      versions: z
        .record(text(80), version())
        .describe('Version pattern (3.x) to its last supported day, or none')
        .optional(),
      versionField: id().describe('Field that holds the version').optional(),
      cites: cites().optional(),
    }),
  ]),
);
