// Compiles and runs every chart of a results.json as the note's chart program does, so that an expression or an encoding
// that Vega-Lite or Vega would refuse fails a test instead of leaving a reader with the static picture. Every stretch of
// a ribbon and every error bar must come out as a mark with a place, and every state must have a colour to be told by.
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
const { parse, View } = await load('vega');
const { expressionInterpreter } = await load('vega-interpreter');

const refuse = (...words) => {
  throw new Error(words.join(' '));
};
const logger = {
  level: () => logger,
  error: refuse,
  warn: refuse,
  info: () => logger,
  debug: () => logger,
};

// Before its data are there, a scale says that its extent is infinite; that passes.
const runLogger = { ...logger, level: () => runLogger, warn: (...words) => /Infinite extent/.test(words[0]) || refuse(...words) };

function* marksOf(item) {
  for (const child of item.items ?? []) {
    if (item.marktype && item.marktype !== 'group') yield [item.marktype, child];
    yield* marksOf(child);
  }
}

// Layers may hold layers.
const layersOf = ({ layer }) => layer.flatMap((inner) => (inner.layer ? layersOf(inner) : [inner]));

// Layers of a mark's kind have as many items as their data rows.
function checkMarks(spec, scene) {
  const marks = [...marksOf(scene)];
  const wanted = { rect: 0, rule: 0 };
  for (const { mark, data, encoding } of layersOf(spec))
    if (mark.type === 'rect' || (mark.type === 'rule' && encoding.y2)) wanted[mark.type] += spec.datasets[data.name].length;
  const placed = (type, side) =>
    marks.filter(([kind, item]) => kind === type && [item.x, item.y, item[side]].every(Number.isFinite)).length;
  if (placed('rect', 'width') < wanted.rect) refuse(placed('rect', 'width'), 'of', wanted.rect, 'stretches have a place');
  if (placed('rule', 'y2') < wanted.rule) refuse(placed('rule', 'y2'), 'of', wanted.rule, 'error bars have a place');
}

function checkRibbons(spec) {
  for (const { data, colors } of spec.usermeta.rerate.ribbons ?? [])
    for (const { state } of spec.datasets[data]) if (!colors[state]) refuse('no colour for the state', state);
}

async function check(spec) {
  const vega = compile({ ...spec, width: 400 }, { logger }).spec;
  const view = new View(parse(vega, null, { ast: true }), { expr: expressionInterpreter, renderer: 'none', logger: runLogger });
  await view.runAsync();
  checkMarks(spec, view.scenegraph().root);
  checkRibbons(spec);
  view.finalize();
}

for (const section of JSON.parse(readFileSync(file, 'utf8')).sections)
  for (const { id, spec } of section.charts)
    try {
      await check(spec);
    } catch (error) {
      console.error(`${section.id} ${id}: ${String(error).slice(0, 400)}`);
      process.exitCode = 1;
    }
