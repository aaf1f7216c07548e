// Builds src/renbina/ui/static/ui/build/: app.css, the web font, the document fonts, the icon sprite, app.js and draft.js.
// Run by `npm ci && npm run build`. Output is never committed; no network is used here.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { browserslistToTargets, transform } from "lightningcss";
import { PurgeCSS } from "purgecss";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const out = join(root, "src/renbina/ui/static/ui/build");
const CSS_PARTS = ["tokens", "base", "components", "tables", "charts", "print"];
// Parts of the kit that need its JavaScript or that the design does without: plain words in our sources
// ("toast", "modal") would otherwise keep their rules alive.
const UNUSED_KIT = [/modal/, /carousel/, /offcanvas/, /toast/, /popover/, /tooltip/, /dropdown/, /accordion/, /navbar-vertical/,
  /navbar-overlap/, /apexcharts/, /litepicker/, /noUi/, /ts-/, /tomselect/i, /dropzone/, /fslightbox/, /plyr/, /jvm/, /turbo/,
  /hugerte/, /tox/, /markdown/, /placeholder-/, /ribbon/, /star-rating/, /chat-/, /settings/, /theme-/, /layout-/, /sticky-top/,
  /carousel/, /img-/, /flag/, /payment/, /form-imagecheck/, /form-colorinput/, /form-floating/, /btn-(facebook|twitter|x|google|github)/,
  /(bg|text)-(facebook|twitter|x|google|github)/, /nav-segmented/, /signature/, /calendar/, /timeline/, /tag\b/, /steps/];
// The licences of what is built in ask for their notice to travel along.
const NOTICE = "/*! Contains Tabler (MIT, The Tabler Authors and codecalm.net) and Bootstrap (MIT, The Bootstrap Authors) */\n";
const SAFE = ["html", "body", "is-invalid", "is-valid", "invalid-feedback", "errorlist", "htmx-request", "htmx-indicator"];

function filesUnder(folder, endings) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => endings.some((ending) => name.endsWith(ending)) && !name.includes("/build/") && statSync(name).isFile());
}

// Classes occur in templates anywhere, in Python only inside string literals.
const wordsOf = (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [];
const literalsOf = (text) => (text.match(/"[^"\n]*"|'[^'\n]*'/g) ?? []).flatMap(wordsOf);

async function buildCss() {
  const kit = readFileSync(join(modules, "@tabler/core/dist/css/tabler.css"), "utf8");
  const own = CSS_PARTS.map((part) => readFileSync(join(root, "frontend/css", `${part}.css`), "utf8")).join("\n");
  const sources = (ending) => filesUnder(join(root, "src/renbina"), [ending]).map((name) => ({
    raw: readFileSync(name, "utf8"), extension: ending.slice(1) }));
  // What widgets of Django and allauth write, which our own templates never spell out.
  const foreign = { raw: "select textarea input fieldset legend label button option progress aria-invalid true checked", extension: "html" };
  const content = [foreign, ...sources(".html"), ...sources(".py"), ...sources(".js")];
  const purge = async (css, variables, blocklist) => (await new PurgeCSS().purge({
    content, css: [{ raw: css }], variables, keyframes: true, fontFace: false, blocklist,
    extractors: [{ extractor: wordsOf, extensions: ["html"] }, { extractor: literalsOf, extensions: ["py", "js"] }],
    safelist: { standard: SAFE, variables: [/^--rb-/] },
  }))[0].css;
  const rules = (await purge(kit, false, UNUSED_KIT)) + (await purge(own, false, []));
  const css = dropUnusedVariables(rules);
  const { code } = transform({ filename: "app.css", code: Buffer.from(css), minify: true,
    targets: browserslistToTargets(["chrome 111", "firefox 113", "safari 16"]), exclude: 1 << 18 });
  return Buffer.concat([Buffer.from(NOTICE), code]);
}

// The kit declares several hundred custom properties; those that no kept rule reads are dead weight.
function dropUnusedVariables(css) {
  for (;;) {
    const used = new Set([...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]));
    const next = css.replace(/^\s*(--[\w-]+)\s*:[^;{}]*;\s*$/gm, (line, name) => (used.has(name) ? line : ""));
    if (next.length === css.length) return css;
    css = next;
  }
}

function buildSprite() {
  const names = readFileSync(join(root, "frontend/icons.txt"), "utf8").split("\n").map((line) => line.trim()).filter(Boolean);
  const symbols = [...new Set(names)].sort().map((name) => {
    const svg = readFileSync(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    const inner = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Tabler Icons, MIT, Paweł Kuna -->${symbols.join("")}</svg>`;
}

// What a first visit may weigh; going over stops the build rather than a citizen on a slow line.
const BUDGET = { "app.css": 25 * 1024, "icons.svg": 8 * 1024, "app.js": 2 * 1024, "draft.js": 2 * 1024,
  "fonts/plus-jakarta-sans.woff2": 30 * 1024 };

function write(name, data) {
  const wire = gzipSync(data, { level: 9 }).length;
  console.log(`${name.padEnd(30)} ${String(data.length).padStart(7)} B  ${String(wire).padStart(6)} B gzip`);
  if (wire > BUDGET[name]) throw new Error(`${name} weighs ${wire} bytes over the wire; ${BUDGET[name]} are allowed.`);
  writeFileSync(join(out, name), data);
}

const css = await buildCss(); // before anything is removed: a running server keeps its files meanwhile
if (existsSync(out)) rmSync(out, { recursive: true });
mkdirSync(join(out, "fonts"), { recursive: true });
write("app.css", css);
write("icons.svg", Buffer.from(buildSprite()));
for (const name of ["app.js", "draft.js"]) write(name, readFileSync(join(root, "frontend", name)));
write("fonts/plus-jakarta-sans.woff2", readFileSync(join(modules,
  "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2")));
copyFileSync(join(modules, "@expo-google-fonts/plus-jakarta-sans/LICENSE_FONT"), join(out, "fonts/OFL.txt"));
// Documents are typeset on the server, which needs TrueType files.
for (const [folder, weight] of [["400Regular", "Regular"], ["600SemiBold", "SemiBold"], ["700Bold", "Bold"]]) {
  copyFileSync(join(modules, `@expo-google-fonts/plus-jakarta-sans/${folder}/PlusJakartaSans_${folder}.ttf`),
    join(out, `fonts/PlusJakartaSans-${weight}.ttf`));
}
