// Shows the page for no network in place of a page of duty that cannot be reached. It keeps no page with anybody's duties.

const CACHE = "sejuk-duty";
const AWAY = new URL(self.location.href).searchParams.get("page");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(AWAY)));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(fetch(request).catch(() => kept(request)));
});

async function kept(what) {
  const cache = await caches.open(CACHE);
  return (await cache.match(what)) ?? Response.error();
}
