// The reference of the policy language: its sections, each with the schema that its keys come from and an example that uses them all.
import type { z } from 'zod';
import { TERMS } from './reference-terms.ts';
import { WORK } from './reference-work.ts';

export interface ReferenceSection {
  readonly title: string;
  /** What to know beside the keys. */
  readonly text: string;
  readonly schema: z.ZodType;
  /** YAML that uses every key of the section. */
  readonly example: string;
}

/** All sections in the order of a policy file. */
export const REFERENCE: readonly ReferenceSection[] = [...TERMS, ...WORK];
