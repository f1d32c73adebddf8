// Bundles src/note.js and src/note.css for the note, beside this file's copy in the build folder:
//   note.bundle.js      the chart program with Vega and Vega-Lite, minified, licences of what it holds on top
//   note.bundle.sha256  its SHA-256 in base64, for the page's content security policy
//   note.min.css        the style sheet
//
//   node build.mjs SOURCE_DIR   (node_modules of the current folder are used; nothing is fetched)
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const source = resolve(process.argv[2] ?? '.');
const modules = resolve('node_modules');

// Vega-Lite takes four small functions from "vega"; the whole of Vega would come along for them.
const alias = { vega: 'vega-util' };

const script = await build({
  entryPoints: [join(source, 'src/note.js')],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'ascii',
  legalComments: 'none',
  nodePaths: [modules],
  alias,
  metafile: true,
  write: false,
  logLevel: 'warning',
});
const style = await build({
  entryPoints: [join(source, 'src/note.css')],
  minify: true,
  target: ['chrome100', 'firefox100', 'safari15'],
  write: false,
  logLevel: 'warning',
});

// Every licence text of the packages that ended in the bundle, once, with the packages it covers.
function licences(inputs) {
  const packages = new Set(
    Object.keys(inputs)
      .map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
      .filter(Boolean),
  );
  const covered = new Map();
  for (const name of [...packages].sort()) {
    const folder = join(modules, name);
    const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`no licence text in package ${name}`);
    const text = readFileSync(join(folder, file), 'utf8').trim();
    covered.set(text, [...(covered.get(text) ?? []), name]);
  }
  return [...covered].map(([text, names]) => `${names.join(', ')}\n\n${text}`).join('\n\n----\n\n');
}

const notice = licences(script.metafile.inputs).replaceAll('*/', '* /').replaceAll('<', '(').replaceAll('>', ')');
const bundle = `/*! Bundled here:\n\n${notice}\n*/\n${script.outputFiles[0].text}`;
for (const forbidden of ['</script', '<!--', '<script'])
  if (bundle.toLowerCase().includes(forbidden)) throw new Error(`the bundle holds ${forbidden}: it cannot stand in a page`);

writeFileSync('note.bundle.js', bundle);
writeFileSync('note.bundle.sha256', createHash('sha256').update(bundle).digest('base64'));
writeFileSync('note.min.css', style.outputFiles[0].text);
