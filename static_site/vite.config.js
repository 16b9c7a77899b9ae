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

/** The API's page /api/docs loads Swagger UI from this site, since no third-party host is allowed. */
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

/** The page's first script, with the files that it sends for. */
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

/** What a signed-in list of members needs besides the start. */
function listFiles(bundle, messages) {
  const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
  const needed = new Set(chunks.filter(({ name }) => ['Home', ...messages].includes(name)));
  for (const { imports } of needed) imports.forEach((file) => needed.add(bundle[file]));
  return [...needed]
    .filter(({ isEntry }) => !isEntry)
    .flatMap(({ fileName, viteMetadata }) => [fileName, ...viteMetadata.importedCss])
    .map((file) => `/${file}`);
}

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

/** The top bar and what the list of members shares with other screens. */
function ofEveryScreen(id, bundle) {
  const needed = new Set([source('ui/layout/TopBar.svelte'), source('routes/home/Home.svelte')]);
  for (const module of needed) bundle.getModuleInfo(module)?.importedIds.forEach((one) => needed.add(one));
  return needed.has(id) && !id.includes('/routes/');
}

/** Small files would each be a request: the start is one, what a signed-in list adds a few. */
const chunks = [
  { name: 'start', tags: ['$initial'], priority: 3 },
  { name: (id) => `messages-${MESSAGES.exec(id)[1]}`, debugName: 'messages', test: MESSAGES, priority: 2 },
  { name: (id, bundle) => (ofEveryScreen(id, bundle) ? 'screens' : null), debugName: 'screens', priority: 1 },
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
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'], setupFiles: ['tests/setup.ts'] },
});
