// A folder of policies that cannot be published is told in a sentence that names the file.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PolicyFault, publishFolder } from '../../sidecar/policy-folder.ts';

test('what is no file, though its name says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tierline-policies-'));
  try {
    await mkdir(join(folder, 'old.yaml'));
    const published = publishFolder(folder, {} as never, {} as never);
    await expect(published).rejects.toThrow(PolicyFault);
    await expect(published).rejects.toThrow(/old\.yaml cannot be read \(EISDIR\): POLICIES_DIR/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
