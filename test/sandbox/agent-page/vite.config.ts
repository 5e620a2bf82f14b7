/** Builds the agent page and the page of states into dist/agent-page, served below /agent/. */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const HERE = import.meta.dirname;

export default defineConfig({
  root: HERE,
  base: './',
  plugins: [react()],
  build: {
    outDir: resolve(HERE, '../../../dist/agent-page'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rolldownOptions: { input: [resolve(HERE, 'index.html'), resolve(HERE, 'states.html')] },
  },
});
