// The sample world fits the sample policies: the fields that they ask about, the tiers that its contracts name.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { openSandbox } from './client.ts';
import { createClock, toStamp } from './clock.ts';
import { CUSTOMERS } from './world/customers.ts';
import { STORIES } from './world/stories.ts';

const POLICIES = ['nextplane', 'starleaf', 'zynstra', 'pexip', 'chevah'];

interface PolicyFile {
  fields: Record<string, { zendesk?: string; values?: Record<string, unknown> }>;
  tiers: Record<string, unknown>;
  topics?: Record<string, unknown>;
}

async function policyFile(name: string): Promise<PolicyFile> {
  return parse(await readFile(`sidecar/policies/${name}.yaml`, 'utf8'), { merge: false }) as PolicyFile;
}

describe('the sample world', () => {
  test.each(POLICIES)('has the ticket fields of %s with their values', async (name) => {
    const { sandbox } = await openSandbox();
    const policy = await policyFile(name);
    const fields = new Map([...sandbox.state.ticketFields.values()].map((field) => [field.title, field]));
    for (const [id, field] of Object.entries(policy.fields)) {
      const known = fields.get(field.zendesk ?? id);
      const values = Object.keys({ ...field.values, ...(id === 'topic' ? policy.topics : {}) });
      expect([id, known?.title]).toEqual([id, field.zendesk ?? id]);
      if (values.length > 0)
        expect(known?.options.map((option) => option.value)).toEqual(expect.arrayContaining(values));
    }
  });

  test('has contracts in tiers that exist, in every tier of NextPlane', async () => {
    const { sandbox } = await openSandbox();
    const tiers = new Set<string>();
    for (const contract of sandbox.contracts) {
      const policy = await policyFile(contract.policy);
      expect(Object.keys(policy.tiers)).toContain(contract.tier);
      tiers.add(`${contract.policy} ${contract.tier}`);
      expect(sandbox.state.organizations.has(Number(contract.organizationId))).toBe(true);
      for (const contact of contract.contacts)
        if (contact.userId) expect(sandbox.state.users.get(Number(contact.userId))?.email).toBe(contact.email);
    }
    for (const tier of ['startup', 'business', 'enterprise', 'custom'])
      expect([...tiers]).toContain(`nextplane ${tier}`);
    expect(sandbox.contracts).toHaveLength(CUSTOMERS.length - 1);
  });

  test.each(['2026-03-04', '2028-03-15', '2040-02-29'])('on %s one certificate is valid, one expired', async (day) => {
    const at = Date.parse(`${day}T15:00:00Z`);
    const { sandbox } = await openSandbox({ clock: createClock({ at }) });
    const certified = sandbox.contracts.flatMap(({ contacts }) =>
      contacts.flatMap(({ certifiedOn = [] }) => certifiedOn),
    );
    const ages = certified.map((each) => (at - Date.parse(each)) / 86_400_000);
    expect(ages.map((age) => (age > 0 && age < 600 ? 'valid' : age > 731 ? 'expired' : age))).toEqual([
      'valid',
      'expired',
    ]);
  });

  test('tells every story with its whole history', async () => {
    const { sandbox } = await openSandbox();
    expect(Object.keys(sandbox.state.stories).toSorted()).toEqual(STORIES.map((story) => story.name).toSorted());
    for (const story of STORIES) {
      const ticket = sandbox.state.tickets.get(sandbox.state.stories[story.name] ?? -1);
      const start = sandbox.clock.now();
      const times = [story, ...(story.steps ?? [])].map((step) => toStamp(start - step.ago * 60_000));
      expect([story.name, ticket?.audits.map((audit) => toStamp(audit.createdAt))]).toEqual([story.name, times]);
      expect(times).toEqual(times.toSorted());
    }
  });
});
