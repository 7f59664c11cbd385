// Bundles what stands in the folders beside it: <name>/main.js becomes static/bundel/<name>.js (and .css), packed too.
import { build } from "esbuild";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "bundel");
const names = readdirSync(here).filter((name) => existsSync(join(here, name, "main.js"))).sort();

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: Object.fromEntries(names.map((name) => [name, join(here, name, "main.js")])),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "eof",
  // 600 KB of schemas that would judge templates of others; ours are held to them by the tests.
  alias: { "@bpmn-io/element-templates-validator": join(here, "perancang", "templat.js") },
  loader: { ".svg": "dataurl", ".woff": "dataurl", ".woff2": "dataurl", ".ttf": "dataurl", ".eot": "empty" },
  logLevel: "warning",
});

const kb = (bytes) => `${(bytes.length / 1024).toFixed(1)} KB`;
for (const file of readdirSync(out).filter((name) => [".js", ".css"].includes(extname(name))).sort()) {
  const body = readFileSync(join(out, file));
  const br = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
  const gz = gzipSync(body, { level: 9 });
  writeFileSync(join(out, `${file}.br`), br);
  writeFileSync(join(out, `${file}.gz`), gz);
  console.log(`${file}: ${kb(body)}, gzip ${kb(gz)}, brotli ${kb(br)}`);
}
writeFileSync(join(out, ".built"), "");
