// Draws the charts of a note. Each chart's Vega-Lite specification lies in the page as JSON; the static
// picture that stands in its place until then (and for readers without scripts) is replaced when the chart
// comes near the window. Nothing is fetched: the loader refuses, and the page's policy would too.
import { transforms } from 'vega-dataflow';
import * as encoders from 'vega-encode';
import { expressionInterpreter } from 'vega-interpreter';
import { compile } from 'vega-lite';
import { parse } from 'vega-parser';
import * as dataTransforms from 'vega-transforms';
import { View } from 'vega-view';
import * as viewTransforms from 'vega-view-transforms';
import { rowsOf } from './columns.js';
import { watchSections } from './contents.js';
import { makeReadout } from './readout.js';
import { darkColours, recolour, sharedLook } from './theme.js';

Object.assign(transforms, dataTransforms, viewTransforms, encoders);

// Chart widths on paper, in CSS pixels; the picture is scaled down to the column it stands in, so that its words
// are of the size of the tables'.
const PAPER_WIDTH = { full: 820, half: 400 };
// Below this width names of rows break into shorter lines.
const NARROW = 480;
const NARROW_NAME_COLUMNS = 17;

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
const darkMap = darkColours();
const charts = [...document.querySelectorAll('.chart[data-spec]')].map((element) => ({ element, view: null }));

const loader = { load: () => Promise.reject(new Error('a note loads nothing')), sanitize: () => Promise.reject() };

// Title, measure and legend are the page's own, outside the picture, where they can wrap.
function pageSpecification(chart, dark) {
  chart.source ??= document.getElementById(chart.element.dataset.spec).textContent;
  const inColours = (source) => JSON.parse(dark ? recolour(source, darkMap) : source);
  const specification = inColours(chart.source);
  for (const [name, data] of Object.entries(specification.datasets)) specification.datasets[name] = rowsOf(data);
  specification.config = inColours(sharedLook());
  specification.config.legend = { disable: true };
  specification.config.aria = false; // the page describes the chart as a whole
  for (const { encoding } of specification.layer) {
    if (encoding?.fill) encoding.fill.legend = null;
    for (const channel of ['x', 'y'])
      if (encoding?.[channel]?.title === specification.usermeta.rerate.y_title) encoding[channel].title = null;
  }
  return specification;
}

function draw(chart, { dark, width, wait }) {
  const specification = pageSpecification(chart, dark);
  const host = document.createElement('div');
  host.className = 'live-chart';
  const readout = makeReadout(host, specification);
  specification.width = Math.max(200, Math.floor(width));
  for (const param of specification.params ?? [])
    if (param.name === 'label_columns' && width < NARROW) param.value = NARROW_NAME_COLUMNS;
  const vega = compile(specification).spec;
  const view = new View(parse(vega, null, { ast: true }), {
    expr: expressionInterpreter,
    loader,
    renderer: 'svg',
    container: host,
    hover: false,
    tooltip: readout.tooltip,
  });
  const show = () => {
    chart.view?.finalize();
    chart.view = view;
    chart.width = specification.width;
    chart.element.replaceChildren(host);
    chart.element.classList.add('is-live');
    readout.attach(view);
  };
  // Before printing there is no later: the page is laid out as soon as the handler and its microtasks, in
  // which the view renders, have run.
  if (!wait) show();
  view
    .runAsync()
    .then(() => {
      if (wait) show();
      thinLabels(host);
    })
    .catch((error) => report(chart, error));
}

// Labels that would lie on one before them are left out; every label is drawn twice, first as its own margin.
function thinLabels(host) {
  const kept = [];
  const left = new Set();
  const air = 3;
  for (const label of host.querySelectorAll('g.mark-text.role-mark text')) {
    const box = label.getBoundingClientRect();
    if (box.width === 0) continue;
    const name = `${label.textContent}@${Math.round(box.left + box.width / 2)},${Math.round(box.top + box.height / 2)}`;
    const touches = (other) =>
      other.name !== name &&
      box.left < other.box.right + air &&
      other.box.left < box.right + air &&
      box.top < other.box.bottom &&
      other.box.top < box.bottom;
    if (left.has(name) || kept.some(touches)) {
      left.add(name);
      label.style.display = 'none';
    } else {
      kept.push({ name, box });
    }
  }
}

// The static picture stays where a chart cannot be drawn.
function report(chart, error) {
  console.error(`chart ${chart.element.dataset.spec}:`, error);
}

function drawSafely(chart, options) {
  try {
    draw(chart, options);
  } catch (error) {
    report(chart, error);
  }
}

const onScreen = (chart) => ({ dark: prefersDark.matches, width: chart.element.clientWidth, wait: true });
const redrawSeen = () => charts.filter((chart) => chart.view).forEach((chart) => drawSafely(chart, onScreen(chart)));

function watchWindow() {
  const near = new IntersectionObserver(
    (entries) =>
      entries
        .filter((entry) => entry.isIntersecting)
        .forEach((entry) => {
          near.unobserve(entry.target);
          const chart = charts.find((candidate) => candidate.element === entry.target);
          // A task of its own, so that the first chart shows before the last one is drawn.
          setTimeout(() => chart.view ?? drawSafely(chart, onScreen(chart)));
        }),
    { rootMargin: '600px 0px' },
  );
  charts.forEach((chart) => near.observe(chart.element));
}

function watchWidth() {
  let printing = false;
  let pending = 0;
  const redrawResized = () => {
    if (printing) return;
    charts
      .filter((chart) => chart.view && Math.abs(chart.width - chart.element.clientWidth) > 1)
      .forEach((chart) => drawSafely(chart, onScreen(chart)));
  };
  const resized = new ResizeObserver(() => {
    clearTimeout(pending);
    pending = setTimeout(redrawResized, 120);
  });
  charts.forEach((chart) => resized.observe(chart.element));

  let unfolded = [];
  window.addEventListener('beforeprint', () => {
    printing = true;
    unfolded = [...document.querySelectorAll('details:not([open])')];
    unfolded.forEach((details) => (details.open = true));
    for (const chart of charts) {
      const half = chart.element.closest('.half, .paper-half');
      drawSafely(chart, { dark: false, width: half ? PAPER_WIDTH.half : PAPER_WIDTH.full, wait: false });
    }
  });
  window.addEventListener('afterprint', () => {
    printing = false;
    unfolded.forEach((details) => (details.open = false));
    redrawSeen();
  });
}

watchWindow();
watchWidth();
watchSections();
prefersDark.addEventListener('change', redrawSeen);
