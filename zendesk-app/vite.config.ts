// `npm run build`: dist/zendesk-app, the folder that zcli takes. The page, Zendesk's manifest, translations and pictures.
import { cp, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const HERE = import.meta.dirname;
const TARGET = resolve(HERE, '../dist/zendesk-app');

export default defineConfig({
  root: resolve(HERE, 'sidebar'),
  base: './',
  plugins: [react(), packageFolder()],
  // React as the page gets it: the same interface in a tenth of the size. See docs/decisions/preact-in-the-page.md
  resolve: {
    alias: [
      { find: /^react-dom\/client$/u, replacement: 'preact/compat/client' },
      { find: /^react(?:-dom)?$/u, replacement: 'preact/compat' },
      { find: /^react\/jsx(?:-dev)?-runtime$/u, replacement: 'preact/jsx-runtime' },
    ],
  },
  build: {
    outDir: resolve(TARGET, 'assets'),
    emptyOutDir: true,
    assetsDir: '.',
    target: 'es2022',
    modulePreload: false,
    // Zendesk's checker reads every file of the package; maps would only be weight in it.
    sourcemap: false,
  },
});

/** Puts what Zendesk wants beside the page. */
function packageFolder(): Plugin {
  return {
    name: 'tierline-package',
    apply: 'build',
    async closeBundle() {
      await mkdir(TARGET, { recursive: true });
      await cp(resolve(HERE, '../manifest.json'), resolve(TARGET, 'manifest.json'));
      await cp(resolve(HERE, 'translations'), resolve(TARGET, 'translations'), { recursive: true });
      await cp(resolve(HERE, 'assets'), resolve(TARGET, 'assets'), { recursive: true });
    },
  };
}
