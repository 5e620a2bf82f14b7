// The tickets of the sample world, each showing one state of one policy.
import { CHEVAH_STORIES } from './chevah.ts';
import { NEXTPLANE_STORIES } from './nextplane.ts';
import { PEXIP_STORIES } from './pexip.ts';
import { STARLEAF_STORIES } from './starleaf.ts';
import type { Story } from './story.ts';
import { ZYNSTRA_STORIES } from './zynstra.ts';

/** All tickets of the world. */
export const STORIES: readonly Story[] = [
  ...NEXTPLANE_STORIES,
  ...STARLEAF_STORIES,
  ...ZYNSTRA_STORIES,
  ...PEXIP_STORIES,
  ...CHEVAH_STORIES,
];
