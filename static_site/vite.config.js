import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { build } from 'vite';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);
const source = (name) => fileURLToPath(new URL(`src/${name}`, import.meta.url));
const target = 'es2022';

/** Swagger UI for /api/docs: it is served from here, because no third-party host is allowed. */
function swaggerUi() {
  return {
    name: 'swagger-ui',
    apply: 'build',
    generateBundle() {
      for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
        const found = readFileSync(require.resolve(`swagger-ui-dist/${file}`));
        this.emitFile({ type: 'asset', fileName: `docs/${file}`, source: found });
      }
    },
  };
}

/** Builds preload.ts as a separate script and adds it to the page. */
function preloadScript() {
  return {
    name: 'preload-script',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const files = { id: listFiles(bundle, ['messages-id']), en: listFiles(bundle, ['messages-en', 'core']) };
      const { output } = await build({
        configFile: false,
        logLevel: 'warn',
        define: { LIST_FILES: JSON.stringify(files) },
        build: { target, write: false, rolldownOptions: { input: source('preload.ts'), output: { format: 'iife' } } },
      });
      const [{ code }] = output;
      const fileName = `assets/preload-${createHash('sha256').update(code).digest('hex').slice(0, 8)}.js`;
      this.emitFile({ type: 'asset', fileName, source: code });
      const page = bundle['index.html'];
      page.source = page.source.replace('<script type="module"', `<script src="/${fileName}"></script>\n    $&`);
    },
  };
}

/** The files that the member list needs besides the start chunk. */
function listFiles(bundle, messages) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const needed = new Set(chunks.filter(({ name }) => ['Home', ...messages].includes(name)));
  for (const { imports } of needed) imports.forEach((file) => needed.add(bundle[file]));
  return [...needed]
    .filter(({ isEntry }) => !isEntry)
    .flatMap(({ fileName, viteMetadata }) => [fileName, ...viteMetadata.importedCss])
    .map((file) => `/${file}`);
}

const isCachedOffline = (name) =>
  name.startsWith('assets/') || /^(favicon\.svg|manifest\.webmanifest|icons\/icon-192\.png)$/.test(name);

/** Writes the service worker with the list of files to cache; each build is a new version. */
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
      const files = names.filter((name) => isCachedOffline(name) && /\.\w+$/.test(name)).sort();
      const worker = readFileSync(source('service-worker.js'), 'utf8');
      const version = createHash('sha256').update(worker);
      for (const file of ['index.html', ...files]) version.update(readFileSync(join(folder, file)));
      const filled = {
        VERSION: version.digest('hex').slice(0, 12),
        FILES: ['/', ...files.map((name) => `/${name}`)],
      };
      const constants = Object.entries(filled).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
      writeFileSync(join(folder, 'sw.js'), [...constants, worker].join('\n'));
    },
  };
}

const MESSAGES = /\/i18n\/(id|en)\/(?:codes|members|followUps)\.ts$/;

/** Whether a module belongs to the top bar, or is one that the member list shares with other screens. */
function isShared(id, bundle) {
  const needed = new Set([source('ui/layout/TopBar.svelte'), source('routes/home/Home.svelte')]);
  for (const module of needed) bundle.getModuleInfo(module)?.importedIds.forEach((one) => needed.add(one));
  return needed.has(id) && !id.includes('/routes/');
}

/** Few larger chunks instead of many small ones, to save requests (docs/decisions/first-rows.md). */
const chunks = [
  { name: 'start', tags: ['$initial'], priority: 3 },
  { name: (id) => `messages-${MESSAGES.exec(id)[1]}`, debugName: 'messages', test: MESSAGES, priority: 2 },
  { name: (id, bundle) => (isShared(id, bundle) ? 'screens' : null), debugName: 'screens', priority: 1 },
];

export default defineConfig({
  plugins: [svelte(), svelteTesting(), swaggerUi(), preloadScript(), serviceWorker()],
  build: {
    target,
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
    license: { fileName: 'licenses.md' },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    isolate: false, // a document for each file took three quarters of the time
  },
});
