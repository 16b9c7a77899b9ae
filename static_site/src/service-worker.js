/*
 * Shows the site without network. It keeps the site's own files and nothing of the API: what was
 * seen of members is kept by the page (api/seen.ts), which knows who is signed in.
 * The build fills in VERSION and FILES.
 */
const SHELL = `sapa-shell-${VERSION}`;

self.addEventListener('install', (event) => {
  const fetched = FILES.map((file) => new Request(file, { cache: file === '/' ? 'reload' : 'default' }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(fetched)));
});

/* A page of the version before may still load its parts: that one stays. */
self.addEventListener('activate', (event) => {
  const clean = async () => {
    const shells = (await caches.keys()).filter((name) => name.startsWith('sapa-shell-'));
    const old = shells.filter((name) => name !== SHELL).slice(0, -1);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(clean());
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
