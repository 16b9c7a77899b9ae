/*
 * Shows the site without network. It caches only the site's own files. Answers of the API are
 * cached by the page (api/offlineCache.ts), which knows who is signed in.
 * The build fills in VERSION and FILES.
 */
const SHELL = `sapa-shell-${VERSION}`;

self.addEventListener('install', (event) => {
  const requests = FILES.map((file) => new Request(file, { cache: file === '/' ? 'reload' : 'default' }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(requests)));
});

/* Keeps the previous version too: a page that runs it may still load its files. */
self.addEventListener('activate', (event) => {
  const deleteOldVersions = async () => {
    const shells = (await caches.keys()).filter((name) => name.startsWith('sapa-shell-'));
    const old = shells.filter((name) => name !== SHELL).slice(0, -1);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(deleteOldVersions());
});

self.addEventListener('message', ({ data }) => {
  if (data === 'activate') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === '/') event.respondWith(answer('/', request));
  } else if (FILES.includes(pathname) || pathname.startsWith('/assets/')) {
    event.respondWith(answer(pathname, request));
  }
});

async function answer(path, request) {
  const own = await caches.open(SHELL);
  return (await own.match(path)) ?? (await caches.match(path)) ?? fetch(request);
}
