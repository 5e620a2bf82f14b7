/** The policies: those of the folder are published, all are read, and read again when somebody publishes. */
import type { PolicyReader } from '#flow/policy-text.ts';
import type { PolicyRegistry } from '#flow/ports/policies.ts';
import { createRegistry } from '#flow/registry.ts';
import { createThreadReader } from '#rim/holidays/reader.ts';
import { publishFolder } from '../policy-folder.ts';
import { complain, type Base } from './base.ts';
import type { Kept } from './store.ts';

export interface ReadPolicies {
  readonly registry: PolicyRegistry;
  readonly reader: PolicyReader;
  /** Takes up what was published since. */
  readAgain(): void;
}

/** @throws PolicyFault where a file of the folder cannot be published. */
export async function readPolicies(base: Base, { store }: Kept): Promise<ReadPolicies> {
  const { settings, log, stops } = base;
  const reader = createThreadReader();
  stops.add(reader.close);
  const registry = createRegistry(store.policies, reader, log, settings.defaultPolicy);
  if (settings.policiesDir !== null) await publishFolder(settings.policiesDir, { ...store, registry, reader }, log);
  const readAgain = (): void => void registry.refresh().catch(complain(base, 'policies were not read again'));
  stops.add(store.policies.onPublished(readAgain));
  await registry.refresh();
  await store.agenda.askPublished(registry.ids().length > 0);
  return { registry, reader, readAgain };
}
