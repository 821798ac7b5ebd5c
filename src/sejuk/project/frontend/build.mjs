// Builds the enhancements into ../static/built: one esbuild call, and MapLibre's worker beside it.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../..");
const built = join(here, "../static/built");

await rm(built, { recursive: true, force: true });
await mkdir(built, { recursive: true });
await build({
  entryPoints: ["app.js", "public.js", "proof.js", "place.js", "map.js", "board.js", "inbox.js", "duty.js", "duty-worker.js", "photo.js"].map((name) => join(here, name)),
  outdir: built,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "linked",
});
// The page forbids blob: workers, so the worker is a file of our own address; its source map stays behind.
const worker = await readFile(join(root, "node_modules/maplibre-gl/dist/maplibre-gl-csp-worker.js"), "utf8");
await writeFile(join(built, "map-worker.js"), worker.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "\n"));
