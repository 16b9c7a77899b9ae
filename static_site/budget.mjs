/** Prints what the browser loads of dist/ (brotli) and fails over a budget of the design. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const BUDGETS = { 'sign-in': 35, 'sign-in and members': 60, 'one lazy route': 20 };
const API_CALLS_AT_START = 2;
const REQUESTS = 8;

const read = (file) => readFileSync(new URL(`dist/${file}`, import.meta.url));
const manifest = JSON.parse(read('.vite/manifest.json'));
const filesOf = ({ file, css = [] }) => [file, ...css];
const kilobytes = (files) =>
  files.reduce((sum, file) => sum + brotliCompressSync(read(file)).length, 0) / 1024;

const signIn = ['index.html', 'favicon.svg', ...filesOf(manifest['index.html'])];
const home = filesOf(manifest['src/routes/Home.svelte']);
const lazy = Object.values(manifest).filter((chunk) => chunk.isDynamicEntry);
const sizes = {
  'sign-in': kilobytes(signIn),
  'sign-in and members': kilobytes([...signIn, ...home]),
  'one lazy route': Math.max(...lazy.map((chunk) => kilobytes(filesOf(chunk)))),
};

let over = false;
for (const [name, limit] of Object.entries(BUDGETS)) {
  over ||= sizes[name] > limit;
  console.log(`${name}: ${sizes[name].toFixed(1)} KB of ${limit} KB`);
}
const requests = signIn.length + API_CALLS_AT_START;
console.log(`requests at sign-in: ${requests} of ${REQUESTS}`);
if (over || requests > REQUESTS) process.exitCode = 1;
