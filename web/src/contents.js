// Marks in the contents beside the page which section is being read.
export function watchSections() {
  const links = new Map(
    [...document.querySelectorAll('#contents a')].map((link) => [link.getAttribute('href').slice(1), link]),
  );
  if (links.size === 0) return;
  const inView = new Set();
  const mark = (current) =>
    links.forEach((link, id) => (id === current ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
  // What crosses the upper part of the window; between two sections the last one stays marked.
  const seen = new IntersectionObserver(
    (entries) => {
      entries.forEach(({ target, isIntersecting }) => inView[isIntersecting ? 'add' : 'delete'](target.id));
      const current = [...links.keys()].filter((id) => inView.has(id)).pop();
      if (current) mark(current);
    },
    { rootMargin: '0px 0px -70% 0px' },
  );
  links.forEach((_, id) => {
    const section = document.getElementById(id);
    if (section) seen.observe(section);
  });
}
