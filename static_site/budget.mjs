/** Prints the size (brotli) of what the browser loads of dist/, and fails if it is over budget. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const BUDGETS = { 'sign-in': 35, 'sign-in and members': 60, 'one lazy route': 20 };
const API_CALLS_AT_START = 2;
const REQUESTS = 8;
const MEMBERS = ['Home', 'messages-id'];

const read = (file) => readFileSync(new URL(`dist/${file}`, import.meta.url));
const manifest = JSON.parse(read('.vite/manifest.json'));

/** The files of a manifest entry, without those that are loaded already. */
function filesOf(name, loaded = []) {
  const { file, css = [], imports = [] } = manifest[name];
  const files = [file, ...css, ...imports.flatMap((inner) => filesOf(inner))];
  return [...new Set(files)].filter((one) => !loaded.includes(one));
}

/** The files that are loaded before this part, whichever screen it is opened from. */
function loadedBefore(name) {
  const openers = Object.keys(manifest).filter((one) => manifest[one].dynamicImports?.includes(name));
  const [first = [], ...others] = openers.map((one) => filesOf(one));
  return [...signIn, ...first.filter((file) => others.every((files) => files.includes(file)))];
}
const kilobytes = (files) =>
  [...new Set(files)].reduce((sum, file) => sum + brotliCompressSync(read(file)).length, 0) / 1024;

const named = [...read('index.html').toString().matchAll(/"\/(assets\/[^"]+)"/g)].map(([, file]) => file);
const signIn = ['index.html', 'favicon.svg', 'manifest.webmanifest', ...named];
const home = Object.keys(manifest)
  .filter((key) => MEMBERS.includes(manifest[key].name))
  .flatMap((key) => filesOf(key, signIn));
const lazy = Object.keys(manifest).filter((name) => manifest[name].isDynamicEntry);
const sizes = {
  'sign-in': kilobytes(signIn),
  'sign-in and members': kilobytes([...signIn, ...home]),
  'one lazy route': Math.max(...lazy.map((name) => kilobytes(filesOf(name, loadedBefore(name))))),
};

let over = false;
for (const [name, limit] of Object.entries(BUDGETS)) {
  over ||= sizes[name] > limit;
  console.log(`${name}: ${sizes[name].toFixed(1)} KB of ${limit} KB`);
}
const preload = read(named.find((file) => file.startsWith('assets/preload-'))).toString();
for (const file of home.filter((one) => !preload.includes(one))) {
  over = true;
  console.log(`${file} belongs to the member list, but the preload script does not ask for it`);
}
const requests = signIn.length + API_CALLS_AT_START;
console.log(`requests at sign-in: ${requests} of ${REQUESTS}`);
if (over || requests > REQUESTS) process.exitCode = 1;
