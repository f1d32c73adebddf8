// Data sets that the page carries as columns become the rows that Vega-Lite reads (rerate/publish/page_chart.h).
const DAY = 86400000;

function daysOf({ from, days }) {
  let at = Date.parse(from);
  return days.map((step) => new Date((at += step * DAY)).toISOString().slice(0, 10));
}

function cellsOf(column) {
  if (Array.isArray(column)) return column;
  return column.days ? daysOf(column) : column.at.map((place) => column.of[place]);
}

export function rowsOf(data) {
  if (Array.isArray(data)) return data;
  const columns = Object.entries(data).map(([name, column]) => [name, cellsOf(column)]);
  return columns[0][1].map((_, row) => Object.fromEntries(columns.map(([name, cells]) => [name, cells[row]])));
}
