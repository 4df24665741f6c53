// Copies what the pages need from the pinned npm packages into ../static/vendor, and the accessibility checker into
// tests/web/vendor. Run after `npm ci --ignore-scripts`; the results are committed, so that installing needs no npm.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const vendor = join(here, "..", "static", "vendor");
const tests = join(here, "..", "..", "..", "..", "tests", "web", "vendor");

const copies = [
  ["htmx.org/dist/htmx.min.js", vendor, "htmx.min.js"],
  ["maplibre-gl/dist/maplibre-gl-csp.js", vendor, "maplibre-gl.js"],
  ["maplibre-gl/dist/maplibre-gl-csp-worker.js", vendor, "maplibre-gl-worker.js"],
  ["maplibre-gl/dist/maplibre-gl.css", vendor, "maplibre-gl.css"],
  ["topojson-client/dist/topojson-client.min.js", vendor, "topojson-client.min.js"],
  ["world-atlas/countries-50m.json", vendor, "countries-50m.json"],
  ["axe-core/axe.min.js", tests, "axe.min.js"],
];

const licences = [];
for (const [from, folder, name] of copies) {
  mkdirSync(folder, { recursive: true });
  const source = join(modules, from);
  if (name.endsWith(".js")) {
    const text = readFileSync(source, "utf8").replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
    writeFileSync(join(folder, name), text);
  } else {
    copyFileSync(source, join(folder, name));
  }
  const { name: pkg, version, license } = JSON.parse(readFileSync(join(modules, from.split("/")[0], "package.json")));
  licences.push(`${name}\t${pkg}\t${version}\t${license}`);
}
writeFileSync(join(vendor, "ORIGIN.tsv"), "file\tpackage\tversion\tlicence\n" + licences.join("\n") + "\n");
console.log(`${copies.length} files from ${modules}`);
