// A check-in without a network: kept on the phone, sent when the network is back. What is sent twice counts once, by its key.

const KEPT = "sejuk.duty.kept";
const OWN = "sejuk.duty.own";
const CACHE = "sejuk-duty";
const TRY_AGAIN_MS = 15000;
const LOOK_AGAIN_MS = 4000;

const keeper = document.querySelector("[data-duty-keeper]");
const words = keeper?.dataset ?? {};
const isAway = !!document.querySelector("[data-away-form]");

if (keeper) {
  rememberOwn();
  for (const form of document.querySelectorAll("form[data-keep]")) form.addEventListener("submit", (event) => submitted(event, form));
  if (isAway) {
    keepScanned();
    addEventListener("online", comeBack);
    setInterval(() => !document.hidden && comeBack(), LOOK_AGAIN_MS);
  } else {
    prepareForAway();
    send();
    addEventListener("online", send);
    setInterval(() => !document.hidden && send(), TRY_AGAIN_MS);
  }
  show();
}

function read(name, nothing) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? nothing;
  } catch {
    return nothing;
  }
}

function write(name, value) {
  localStorage.setItem(name, JSON.stringify(value));
}

// Only numbers: a phone that others use too tells nobody where its owner stands.
function rememberOwn() {
  if (isAway || !words.person) return;
  write(OWN, { person: Number(words.person), duty: words.duty ? Number(words.duty) : null });
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function keep(entry) {
  const kept = read(KEPT, []);
  const same = (one) => one.key === entry.key || (one.code === entry.code && one.post === entry.post && one.duty === entry.duty && one.leaves === entry.leaves);
  if (!kept.some(same)) write(KEPT, [...kept, entry]);
  show();
}

function drop(key) {
  write(KEPT, read(KEPT, []).filter((one) => one.key !== key));
  show();
}

async function submitted(event, form) {
  event.preventDefault();
  const own = read(OWN, {});
  const entry = {
    key: form.elements.key?.value || newKey(),
    person: own.person,
    duty: Number(form.dataset.duty) || own.duty,
    post: null,
    code: form.elements.code?.value.trim() ?? "",
    leaves: form.dataset.keep === "out",
    scanned: "scanned" in form.dataset,
    at: Date.now(),
  };
  const why = form.querySelector("[data-why]");
  if (isAway) {
    const wrong = !entry.person || !entry.duty ? why.dataset.unknown : entry.code ? "" : why.dataset.noCode;
    tell(why, wrong);
    if (!wrong) {
      keep(entry);
      form.reset();
    }
    return;
  }
  const answer = await sent(entry);
  if (!answer || answer.status >= 500) keep(entry);
  else if (isSignedOut(answer)) keep({ ...entry, signIn: true });
  else if (answer.ok) location.assign(form.dataset.next);
  else tell(why, await reason(answer));
}

function tell(place, text) {
  place.textContent = text;
  place.hidden = !text;
}

// The link in the QR code, opened without a network: the moment of scanning counts.
function keepScanned() {
  const post = location.pathname.match(/\/masuk\/(\d+)\/?$/)?.[1];
  const code = new URLSearchParams(location.search).get("kode");
  const own = read(OWN, {});
  const why = document.querySelector("[data-why]");
  if (!post || !code) return;
  if (!own.person) tell(why, why.dataset.unknown);
  else keep({ key: newKey(), person: own.person, duty: null, post: Number(post), code, leaves: false, scanned: true, at: Date.now() });
}

async function sent(entry) {
  const body = {
    person_id: entry.person,
    key: entry.key,
    code: entry.code,
    post_id: entry.post,
    duty_id: entry.duty,
    seconds_ago: Math.max(0, Math.round((Date.now() - entry.at) / 1000)),
    leaves: entry.leaves,
    scanned: entry.scanned,
  };
  const headers = { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]")?.content ?? "" };
  try {
    return await fetch(words.api, { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    return null;
  }
}

// Show what was asked for, once the server answers: a phone says it is online before it is. What is typed stays.
async function comeBack() {
  const typed = document.querySelector("[data-away-form] [name=code]")?.value;
  if (typed || location.pathname === words.away) return;
  try {
    if ((await fetch(words.away, { cache: "no-store" })).ok) location.reload();
  } catch {
    // Still away.
  }
}

// Who is signed out, or signed in anew since this page was opened, loses nothing by it.
function isSignedOut(answer) {
  return answer.status === 401 || answer.status === 403;
}

async function reason(answer) {
  try {
    return (await answer.json()).detail;
  } catch {
    return String(answer.status);
  }
}

let isSending = false;

async function send() {
  if (isSending) return;
  isSending = true;
  let changed = false;
  for (const entry of read(KEPT, [])) {
    if (entry.refused || String(entry.person) !== words.person) continue;
    const answer = await sent(entry);
    if (!answer || answer.status >= 500) break;
    if (isSignedOut(answer)) {
      write(KEPT, read(KEPT, []).map((one) => (one.key === entry.key ? { ...one, signIn: true } : one)));
      break;
    }
    if (answer.ok) {
      drop(entry.key);
      changed = true;
    } else {
      const refused = await reason(answer);
      write(KEPT, read(KEPT, []).map((one) => (one.key === entry.key ? { ...one, refused } : one)));
    }
  }
  isSending = false;
  if (changed) location.reload();
  else show();
}

function show() {
  const own = isAway ? String(read(OWN, {}).person ?? "") : words.person;
  const kept = read(KEPT, []).filter((one) => String(one.person) === own);
  keeper.hidden = !kept.length;
  keeper.replaceChildren(...kept.map(line));
}

function line(entry) {
  const place = document.createElement("div");
  const text = document.createElement("p");
  const { lang } = document.documentElement;
  const when = new Date(entry.at).toLocaleString(lang === "en" ? "en-GB" : lang, { dateStyle: "medium", timeStyle: "short" });
  const what = `${entry.leaves ? words.departure : words.arrival}, ${when}.`;
  text.textContent = entry.refused ? `${what} ${words.refused} ${entry.refused}` : `${words.kept} ${what} ${entry.signIn ? words.signIn : ""}`;
  place.append(text);
  if (entry.refused) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "secondary small";
    button.textContent = words.drop;
    button.addEventListener("click", () => drop(entry.key));
    place.append(button);
  }
  return place;
}

// The page for no network, with its style and script, for the worker to show. It is nobody's: no name, no duty.
async function prepareForAway() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(`${words.worker}?page=${encodeURIComponent(words.away)}`, { scope: words.scope });
    const page = await fetch(words.away, { credentials: "same-origin" });
    if (!page.ok) return;
    const html = await page.clone().text();
    const cache = await caches.open(CACHE);
    await cache.put(words.away, page);
    const parts = Array.from(html.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g), (found) => found[1]);
    await cache.addAll(new Set(parts));
  } catch {
    // Without it the open page still keeps what is sent from it.
  }
}
