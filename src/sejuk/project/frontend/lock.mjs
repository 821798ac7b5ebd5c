// Takes the addresses of sponsors out of package-lock.json: a lock names versions and hashes, no hosts.
import { readFile, writeFile } from "node:fs/promises";

const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
for (const entry of Object.values(lock.packages)) delete entry.funding;
await writeFile("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
