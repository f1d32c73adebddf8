// Compiles every chart of a results.json as the note's chart program does, so that an expression or an encoding
// that Vega-Lite or Vega would refuse fails a test instead of leaving a reader with the static picture.
//
//   node check_charts.mjs NODE_MODULES RESULTS.json   (exit code 1 and a line per chart that fails)
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, file] = process.argv.slice(2);
const find = createRequire(pathToFileURL(resolve(modules, 'beside.js')));
const load = (name) => import(pathToFileURL(find.resolve(name)));
const { compile } = await load('vega-lite');
const { parse } = await load('vega');

for (const section of JSON.parse(readFileSync(file, 'utf8')).sections)
  for (const { id, spec } of section.charts)
    try {
      const warn = (...words) => {
        throw new Error(words.join(' '));
      };
      const logger = { level: () => logger, error: warn, warn, info: () => logger, debug: () => logger };
      parse(compile({ ...spec, width: 400 }, { logger }).spec, null, { ast: true });
    } catch (error) {
      console.error(`${section.id} ${id}: ${String(error).slice(0, 400)}`);
      process.exitCode = 1;
    }
