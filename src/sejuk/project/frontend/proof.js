// While a flood of reports lasts: looks for the number whose SHA-256 with the challenge begins with
// enough zero bits, in short slices so that the page stays usable. Without it one waits a minute.

const SLICE_MS = 24;
const ROUND = new Uint32Array(64);
const START = new Uint32Array(8);
const WORDS = new Uint32Array(64);

// FIPS 180-4: the fractions of the square and cube roots of the first primes.
for (let number = 2, found = 0; found < 64; number += 1) {
  let isPrime = true;
  for (let part = 2; part * part <= number; part += 1) if (number % part === 0) isPrime = false;
  if (!isPrime) continue;
  if (found < 8) START[found] = (Math.sqrt(number) % 1) * 2 ** 32;
  ROUND[found] = (Math.cbrt(number) % 1) * 2 ** 32;
  found += 1;
}

// The first 32 bits of the SHA-256 of a text of at most 55 ASCII characters: one block.
export function firstBits(text) {
  WORDS.fill(0, 0, 16);
  for (let at = 0; at < text.length; at += 1) WORDS[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  WORDS[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  WORDS[15] = text.length * 8;
  for (let at = 16; at < 64; at += 1) {
    const before = WORDS[at - 15];
    const last = WORDS[at - 2];
    const low = ((before >>> 7) | (before << 25)) ^ ((before >>> 18) | (before << 14)) ^ (before >>> 3);
    const high = ((last >>> 17) | (last << 15)) ^ ((last >>> 19) | (last << 13)) ^ (last >>> 10);
    WORDS[at] = (WORDS[at - 16] + low + WORDS[at - 7] + high) | 0;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let at = 0; at < 64; at += 1) {
    const high = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + high + ((e & f) ^ (~e & g)) + ROUND[at] + WORDS[at]) | 0;
    const low = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return (START[0] + a) >>> 0;
}

function solve(gate, done) {
  const { challenge, bits } = gate.dataset;
  const most = 2 ** (32 - Number(bits));
  let tried = 0;
  (function slice() {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      for (const end = tried + 500; tried < end; tried += 1) {
        if (firstBits(`${challenge}:${tried}`) < most) return done(String(tried));
      }
    }
    setTimeout(slice, 0);
  })();
}

const gate = globalThis.document?.getElementById("gate");
const answer = gate?.querySelector("input[name=work]");
if (gate && !answer.value) {
  solve(gate, (found) => {
    answer.value = found;
    gate.querySelector("[role=status]").textContent = gate.dataset.solved;
    gate.classList.replace("warning", "success");
  });
}
