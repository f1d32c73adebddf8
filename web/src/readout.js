// What the pointer reads off a chart: a hairline at the nearest date, and the value of every line there.
// Marks with a tooltip of their own (points, bars) speak for themselves while the pointer is on them.

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

const shown = (value) => (Number.isFinite(value) ? number.format(value).replace('-', '\u2212') : '\u2013');

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

const timeOf = (specification, x) => (specification.usermeta.rerate.x === 'number' ? x : Date.parse(x));

// The columns of one data set, sorted by x as the chart holds them.
function columns(specification, name, fields) {
  return specification.datasets[name]
    .map((row) => ({ x: timeOf(specification, row.x), values: fields.map((field) => row[field]) }))
    .sort((a, b) => a.x - b.x);
}

// The last row at or before x; the first one where all are later.
function lastBefore(rows, x) {
  let low = 0;
  let high = rows.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rows[middle].x <= x) low = middle;
    else high = middle;
  }
  return low;
}

function nearest(rows, x) {
  const before = lastBefore(rows, x);
  const after = Math.min(before + 1, rows.length - 1);
  return Math.abs(rows[before].x - x) <= Math.abs(rows[after].x - x) ? rows[before] : rows[after];
}

// The x of a figure of any line: one line may begin later or end earlier than another. Where nothing but ribbons is
// drawn every x has its states.
function nearestOfAll(all, x) {
  return all
    .filter(({ rows }) => rows)
    .map(({ rows }) => nearest(rows, x).x)
    .reduce((best, candidate) => (Math.abs(candidate - x) < Math.abs(best - x) ? candidate : best), Infinity);
}

// A line says nothing where it has not begun or is over; a step holds until the next one.
function textAt(rows, step, text) {
  return (at) => {
    const beyond = at < rows[0].x || at > rows[rows.length - 1].x;
    const row = step ? rows[lastBefore(rows, at)] : nearest(rows, at);
    return { text: beyond ? '\u2013' : text(row.values) };
  };
}

function stateAt(specification, ribbon) {
  const stretches = specification.datasets[ribbon.data].map((row) => ({
    from: timeOf(specification, row.x),
    to: timeOf(specification, row.x2),
    state: row.state,
  }));
  return (at) => {
    // Where one stretch ends and the next begins, the next; at the end of all, the last.
    const found = stretches.filter(({ from, to }) => from <= at && at <= to).pop();
    return found ? { text: found.state, color: ribbon.colors[found.state] } : { text: '\u2013' };
  };
}

// What there is to tell: of each line and band its rows and its text at an x, of each ribbon its state there.
function readings(specification, usual) {
  const rowsOf = (told, fields, text) => {
    const rows = columns(specification, told.data, fields);
    return { rows, at: textAt(rows, told.step, text) };
  };
  const lines = usual.lines.map((line) => ({
    label: line.label || usual.y_title || 'Value',
    color: line.color,
    ...rowsOf(line, ['y'], ([y]) => shown(y)),
  }));
  const bands = usual.bands.map((band) => ({
    label: band.label,
    color: band.color,
    pale: true,
    ...rowsOf(band, ['low', 'high'], ([low, high]) => `${shown(low)} to ${shown(high)}`),
  }));
  const ribbons = (usual.ribbons ?? []).map((ribbon) => ({
    label: ribbon.label || 'State',
    at: stateAt(specification, ribbon),
  }));
  return [...lines, ...bands].filter(({ rows }) => rows.length > 0).concat(ribbons);
}

function heading(usual, x) {
  if (usual.x === 'number') return [usual.x_title, shown(x)].filter(Boolean).join(': ');
  return (usual.x === 'month' ? month : day).format(new Date(x));
}

function fill(box, title, rows) {
  box.replaceChildren(element('strong', '', title));
  for (const { label, color, pale, text } of rows) {
    const line = element('span', 'reading');
    if (color) {
      const dot = element('i', pale ? 'dot pale' : 'dot');
      dot.style.background = color;
      line.append(dot);
    }
    line.append(element('span', 'label', label), element('b', '', text));
    box.append(line);
  }
}

// Keeps the box inside its chart.
function place(box, host, x) {
  box.hidden = false;
  const room = host.clientWidth - box.offsetWidth;
  const left = x + 14 > room ? x - box.offsetWidth - 14 : x + 14;
  box.style.left = `${Math.max(0, Math.min(left, room))}px`;
}

// The read-out of one chart: `tooltip` goes to the view when it is made, `attach` takes the view once it runs.
export function makeReadout(host, specification) {
  const usual = specification.usermeta.rerate;
  const box = element('div', 'readout');
  const hairline = element('div', 'hairline');
  box.hidden = hairline.hidden = true;
  const all = readings(specification, usual);
  let onMark = false;

  const hide = () => (box.hidden = hairline.hidden = true);
  const across = (event) => event.clientX - host.getBoundingClientRect().left;

  function tooltip(_handler, event, _item, value) {
    onMark = typeof value === 'object' && value !== null;
    if (!onMark) return hide();
    const [title, ...rest] = Object.entries(value).filter(([, text]) => text !== '');
    fill(box, title[1], rest.map(([label, text]) => ({ label: label.trim(), text: String(text) })));
    hairline.hidden = true;
    place(box, host, across(event));
  }

  function read(view, event) {
    if (onMark || all.length === 0) return;
    const scale = view.scale('x');
    const [left, top] = view.origin();
    const inside = across(event) - left;
    if (!scale.invert || inside < 0 || inside > view.width()) return hide();
    const pointed = +scale.invert(inside);
    const near = nearestOfAll(all, pointed);
    const at = Number.isFinite(near) ? near : pointed;
    const rows = all.map((reading) => ({ ...reading, ...reading.at(at) }));
    fill(box, heading(usual, at), rows);
    const x = left + scale(at);
    hairline.hidden = false;
    hairline.style.left = `${x}px`;
    hairline.style.top = `${top}px`;
    hairline.style.height = `${view.height() + (usual.ribbon_room ?? 0)}px`;
    place(box, host, x);
  }

  function attach(view) {
    host.append(hairline, box);
    host.addEventListener('pointermove', (event) => read(view, event));
    host.addEventListener('pointerdown', (event) => read(view, event));
    host.addEventListener('pointerleave', () => {
      onMark = false;
      hide();
    });
  }

  return { tooltip, attach };
}
