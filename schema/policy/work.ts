// Work as written: fields, topics, levels, duties, intake, exclusions, escalation, contacts, routes, notices and the rest.
import { z } from 'zod';
import { attempts, condition, since } from './conditions.ts';
import { promises } from './promises.ts';
import { byId, cites, date, duration, flag, id, many, names, strict, text, once, zendeskPriority } from './values.ts';

const link = once(() => z.union([text(500), strict({ title: text(200).optional(), url: text(500) })]));
const links = once(() => many(link()).describe('Links: a URL, or { title, url }'));

const fieldValue = once(() =>
  z.union([
    text(500),
    strict({
      title: text(500).optional(),
      zendesk: text(255).describe('Value of the option in Zendesk; default: the id').optional(),
      level: id().describe('A ticket with this value starts at this level').optional(),
      product: id().describe('Product it is about').optional(),
      cites: cites().optional(),
    }),
  ]),
);
export const field = once(() =>
  z.union([
    text(200),
    strict({
      title: text(200).optional(),
      zendesk: text(255).describe('Title or number of the ticket field in Zendesk').optional(),
      type: z.enum(['choice', 'checkbox', 'text', 'number', 'date', 'multiple']).optional(),
      values: z
        .union([z.array(id()), byId(fieldValue())])
        .describe('Choices: id to title')
        .optional(),
      cites: cites().optional(),
    }),
  ]),
);

export const priority = once(() =>
  z.union([
    text(200),
    strict({
      title: text(200).optional(),
      zendesk: zendeskPriority().describe('Priority in Zendesk').optional(),
      when: condition().describe("The first priority whose condition holds is the ticket's").optional(),
      cites: cites().optional(),
    }),
  ]),
);

export const requesters = once(() =>
  strict({
    must: condition().describe('What a requester must be'),
    cites: cites().optional(),
    otherwise: many(
      strict({
        when: condition().optional(),
        verdict: z.enum(['approved', 'emergency', 'not_approved', 'unrestricted']),
        duties: names().optional(),
        cites: cites().optional(),
      }),
    )
      .describe('What the others are; the first whose condition holds')
      .optional(),
  }),
);

const doneBy = once(() =>
  z.union([
    text(60),
    strict({
      on: text(60).describe('agent_reply, agent_reply_with_defect, customer_comment, field').optional(),
      channel: id().optional(),
      field: id().optional(),
      outcome: id().optional(),
    }),
  ]),
);
export const duty = once(() =>
  z.union([
    text(300),
    strict({
      title: text(300).optional(),
      when: condition().describe('Asked for while this holds').optional(),
      within: duration().describe('Due so long after it was asked for').optional(),
      clock: id().optional(),
      outcomes: names().describe('Possible outcomes; the first is taken when none is given').optional(),
      sets: id().describe('Field that takes the outcome').optional(),
      after: names().describe('Duties that come before it').optional(),
      doneBy: many(doneBy()).describe('Facts that do it without a click').optional(),
      stays: flag().describe('Once asked for, it stays until done').optional(),
      links: links().optional(),
      tag: text(200).describe('Tag while it is on the ticket').optional(),
      cites: cites().optional(),
    }),
  ]),
);

const levelDuties = once(() =>
  z
    .union([z.array(id()), id(), z.record(z.string(), names())])
    .describe(
      'Duties of the level: a list, or lists by kind of request: { fault: [identify], administration: [understand] }',
    ),
);
const handOff = once(() =>
  z.union([
    id(),
    strict({
      to: id(),
      after: names().describe('duties: all of the level, or the names of those that must be done').optional(),
      when: condition().describe('Only while this holds').optional(),
      atOnceWhen: condition().describe('Open at once while this holds, whatever is open').optional(),
      cites: cites().optional(),
    }),
  ]),
);
export const level = once(() =>
  strict({
    title: text(200).optional(),
    owner: z
      .enum(['vendor', 'partner', 'customer'])
      .describe('Who delivers it; partner: the customer where it is its own provider, else see withoutPartner')
      .optional(),
    contacts: names().optional(),
    contact: names().optional(),
    duties: levelDuties().optional(),
    ordered: flag().describe('Its duties are done in order').optional(),
    handOff: many(handOff()).optional(),
    promises: promises().describe('Promises of the level: they start on entering it').optional(),
    when: condition().optional(),
    cites: cites().optional(),
  }),
);

export const topic = once(() =>
  z.union([
    text(300),
    strict({
      title: text(300).optional(),
      level: id().optional(),
      product: id().optional(),
      zendesk: text(255).optional(),
      cites: cites().optional(),
    }),
  ]),
);

export const contact = once(() =>
  z.union([
    text(200),
    strict({
      title: text(200).optional(),
      name: text(200).optional(),
      email: text(255).optional(),
      phone: text(60).optional(),
      video: text(255).optional(),
      url: text(500).optional(),
      region: id().optional(),
      role: names().describe('Contacts of the contract with this role stand for it').optional(),
      roles: names().optional(),
      cites: cites().optional(),
    }),
  ]),
);

export const route = once(() =>
  strict({
    id: id().optional(),
    title: text(200).optional(),
    when: condition().optional(),
    topic: names().describe('Short for when: { topic: … }').optional(),
    contact: id().optional(),
    to: id().describe('The same as contact').optional(),
    fallback: z.union([id(), strict({ contact: id(), when: condition().optional() })]).optional(),
    fallbackWhen: condition().optional(),
    tag: text(200).optional(),
    cites: cites().optional(),
  }),
);

export const step = once(() =>
  strict({
    step: id(),
    title: text(200).optional(),
    contact: names().optional(),
    contacts: names().optional(),
    byRegion: flag().describe("The contacts whose region is the contract's").optional(),
    opensWhen: z.union([attempts(), since(), condition()]).describe('What opens it; left out: always open').optional(),
    cites: cites().optional(),
  }),
);

const intakeItem = once(() =>
  z.union([
    text(500),
    strict({
      title: text(500).optional(),
      optional: flag().optional(),
      field: id().describe('Given when this field is set').optional(),
      cites: cites().optional(),
    }),
  ]),
);
export const intake = once(() =>
  strict({
    title: text(300).optional(),
    when: condition().optional(),
    items: z.union([z.array(id()), byId(intakeItem())]),
    message: text(8000).describe('What to send to the customer; {{missing}} is the list of what is missing').optional(),
    cites: cites().optional(),
  }),
);

export const exclusion = once(() =>
  z.union([
    text(500),
    strict({
      title: text(500).optional(),
      when: condition().describe('Holds by itself while this does; left out: an agent records it').optional(),
      cites: cites().optional(),
    }),
  ]),
);

export const advice = once(() =>
  strict({
    id: id().optional(),
    title: text(200).optional(),
    when: condition().optional(),
    text: text(4000),
    links: links().optional(),
    cites: cites().optional(),
  }),
);
export const tag = once(() =>
  z.union([condition(), strict({ when: condition().optional(), cites: cites().optional() })]),
);

export const notice = once(() =>
  strict({
    title: text(200).optional(),
    lead: z
      .union([z.enum(['none']), duration()])
      .describe('How long before it must be announced')
      .optional(),
    refuse: flag().describe('Too short a lead is refused; else only warned about').optional(),
    recipients: names().optional(),
    cites: cites().optional(),
  }),
);

export const certification = once(() =>
  strict({
    valid: duration().describe('From certifiedOn on: 2 years, 24 months'),
    expiring: duration().describe('Shown as expiring in the last of it: 60 days').optional(),
    cites: cites().optional(),
  }),
);

export const defects = once(() =>
  strict({
    github: text(140).describe('Repository owner/name').optional(),
    title: text(200).optional(),
    priority: text(60).optional(),
    url: text(500).describe('Address of a defect; {{reference}} stands for its reference').optional(),
    cites: cites().optional(),
  }),
);

const clause = once(() =>
  z.union([
    text(1000),
    strict({
      title: text(1000).optional(),
      manual: z
        .union([text(1000), flag()])
        .describe('People do it outside the product: how')
        .optional(),
    }),
  ]),
);
export const clauses = once(() => z.record(text(80), clause()));

export const source = once(() =>
  z.union([
    text(300),
    strict({
      title: text(300).optional(),
      revision: text(80).optional(),
      url: text(500).optional(),
      date: date().optional(),
      clauses: clauses().describe('The clauses of the source: id to title').optional(),
      manual: z
        .record(text(80), text(1000))
        .describe('Clauses that people keep outside the product: id to how')
        .optional(),
    }),
  ]),
);
