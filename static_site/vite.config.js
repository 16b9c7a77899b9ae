import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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

/** The page is first painted when the chosen appearance is known. */
function renderBlocking() {
  return {
    name: 'render-blocking',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}

const worker = new URL('src/service-worker.js', import.meta.url);
const shownOffline = (name) =>
  name.startsWith('assets/') || /^(favicon\.svg|manifest\.webmanifest|icons\/icon-192\.png)$/.test(name);

/** The service worker with the names of the files that it keeps; another build is another version. */
function serviceWorker() {
  let folder;
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    writeBundle() {
      const names = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll('\\', '/'));
      const files = names.filter((name) => shownOffline(name) && /\.\w+$/.test(name)).sort();
      const source = readFileSync(worker, 'utf8');
      const version = createHash('sha256').update(source);
      for (const file of ['index.html', ...files]) version.update(readFileSync(join(folder, file)));
      const filled = {
        VERSION: version.digest('hex').slice(0, 12),
        FILES: ['/', ...files.map((name) => `/${name}`)],
      };
      const constants = Object.entries(filled).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
      writeFileSync(join(folder, 'sw.js'), [...constants, source].join('\n'));
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
  plugins: [svelte(), svelteTesting(), swaggerUi(), renderBlocking(), serviceWorker()],
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
