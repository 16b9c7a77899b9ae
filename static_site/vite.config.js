import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);
const main = fileURLToPath(new URL('src/main.ts', import.meta.url));

/** The API's page /api/docs loads Swagger UI from this site, since no third-party host is allowed. */
function swaggerUi() {
  return {
    name: 'swagger-ui',
    apply: 'build',
    generateBundle() {
      for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
        const source = readFileSync(require.resolve(`swagger-ui-dist/${file}`));
        this.emitFile({ type: 'asset', fileName: `docs/${file}`, source });
      }
    },
  };
}

/** What the first screen needs is one file: small shared ones would each be a request. */
function ofTheStart(id, bundle) {
  const seen = new Set();
  const waiting = [main];
  for (const module of waiting) {
    if (seen.has(module)) continue;
    seen.add(module);
    waiting.push(...(bundle.getModuleInfo(module)?.importedIds ?? []));
  }
  return id !== main && seen.has(id) ? 'start' : null;
}

export default defineConfig({
  plugins: [svelte(), svelteTesting(), swaggerUi()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: ofTheStart, debugName: 'start' }] } } },
    license: { fileName: 'licenses.md' },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'], setupFiles: ['tests/setup.ts'] },
});
