// Specifications are written in the colours of a light page; in the dark every colour has one counterpart,
// which the page carries as a map.
export function darkColours() {
  return JSON.parse(document.getElementById('dark-colours').textContent);
}

export function recolour(source, map) {
  return source.replace(/"#[0-9a-f]{6}"/g, (quoted) => {
    const dark = map[quoted.slice(1, -1)];
    return dark ? `"${dark}"` : quoted;
  });
}

// What all specifications have in common, as text.
export function sharedLook() {
  return document.getElementById('look-of-charts').textContent;
}
