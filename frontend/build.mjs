// Bundles the browser code of others into kg/web/static/vendor, once and for all; see README.md.
//
//   node build.mjs [FOLDER]
//
// The same package-lock.json gives the same bytes on every machine: nothing of the time, the path or the platform enters them.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = resolve(process.argv[2] ?? join(HERE, "..", "kg", "web", "static", "vendor"));
const BUNDLES = ["codemirror", "cytoscape", "d3"];
const COPIES = {
  "htmx.js": ["htmx.org", "dist/htmx.min.js"],
  "world.json": ["world-atlas", "countries-110m.json"],
};
const PERMISSIVE = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"]);

const byCodePoint = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

async function described(name) {
  const { version, license } = JSON.parse(await readFile(join(HERE, "node_modules", name, "package.json"), "utf8"));
  if (!PERMISSIVE.has(license)) throw new Error(`${name} ${version} has the licence ${license}, which is not on the list of build.mjs.`);
  return { name, version, licence: license };
}

// The package that a file of the bundle belongs to: the innermost folder after node_modules, with its scope.
function packageOf(path) {
  const inside = path.split("node_modules/").at(-1);
  if (path.lastIndexOf("node_modules/") !== path.indexOf("node_modules/")) throw new Error(`Two versions of one package: ${path}`);
  return inside.split("/").slice(0, inside.startsWith("@") ? 2 : 1).join("/");
}

async function bundled(name) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(HERE, "src", `${name}.js`)],
    absWorkingDir: HERE,
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    charset: "utf8",
    minify: true,
    legalComments: "none", // LICENSES.txt has them whole
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const [used] = Object.values(metafile.outputs);
  const names = Object.entries(used.inputs)
    .filter(([path, { bytesInOutput }]) => path.includes("node_modules/") && bytesInOutput > 0)
    .map(([path]) => packageOf(path));
  const packages = await Promise.all([...new Set(names)].sort(byCodePoint).map(described));
  const credits = packages.map((one) => `${one.name} ${one.version} (${one.licence})`).join(", ");
  return { bytes: Buffer.from(`/* ${credits}; the licences are in LICENSES.txt */\n${outputFiles[0].text}`), packages };
}

async function copied([name, path]) {
  return { bytes: await readFile(join(HERE, "node_modules", name, path)), packages: [await described(name)] };
}

async function licences(packages) {
  const parts = ["The licences of the packages in this folder. MANIFEST.json says which file holds which of them.\n"];
  for (const { name, version, licence } of packages) {
    const folder = join(HERE, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
    if (file === undefined) throw new Error(`${name} ${version} comes without the text of its licence.`);
    const heading = `${name} ${version} (${licence})`;
    parts.push(`${heading}\n${"=".repeat(heading.length)}\n\n${(await readFile(join(folder, file), "utf8")).trim()}\n`);
  }
  parts.push(await readFile(join(HERE, "licences", "embedded.txt"), "utf8"));
  return Buffer.from(parts.join("\n\n").replaceAll("\r\n", "\n"));
}

const assets = {};
for (const name of BUNDLES) assets[`${name}.js`] = await bundled(name);
for (const [file, source] of Object.entries(COPIES)) assets[file] = await copied(source);
const everything = new Map(Object.values(assets).flatMap(({ packages }) => packages.map((one) => [one.name, one])));
const inOrder = [...everything.values()].sort((a, b) => byCodePoint(a.name, b.name));
assets["LICENSES.txt"] = { bytes: await licences(inOrder), packages: [] };

const manifest = {
  about: "Browser code of others, made by frontend/build.mjs. Do not edit.",
  assets: Object.keys(assets)
    .sort(byCodePoint)
    .map((file) => {
      const { bytes, packages } = assets[file];
      return { file, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), packages };
    }),
};

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
for (const [file, { bytes }] of Object.entries(assets)) await writeFile(join(OUT, file), bytes);
await writeFile(join(OUT, "MANIFEST.json"), JSON.stringify(manifest, null, 2) + "\n");
for (const { file, bytes } of manifest.assets) console.log(`${file}\t${bytes.toLocaleString("en")} bytes`);
