/** Builds the npm package's SDK into one script, dist/agent-page/zaf_sdk.js, for the frames of sandbox and tests. */
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const HERE = import.meta.dirname;

export default defineConfig({
  root: HERE,
  build: {
    outDir: resolve(HERE, '../../../dist/agent-page'),
    emptyOutDir: false,
    lib: { entry: resolve(HERE, 'sdk.ts'), formats: ['iife'], name: 'ZafSdk', fileName: () => 'zaf_sdk.js' },
  },
});
