// Tabs that show panels of the same page: arrow keys move, Home and End go to the ends.

/** Scrolls a row of tabs that is wider than the window to the current tab, and the page nowhere. */
function inView(tab) {
  const row = tab.closest('.tabs');
  if (row) {
    row.scrollLeft += tab.getBoundingClientRect().left + tab.offsetWidth / 2 - row.getBoundingClientRect().left - row.clientWidth / 2;
  }
}

/** Keeps the current tab of a row in view, also when the window changes its width. */
export function keepInView(row) {
  new ResizeObserver(() => {
    const current = row.querySelector('[aria-current], [aria-selected="true"]');
    if (current) {
      inView(current);
    }
  }).observe(row);
}

/**
 * @param list   the element with role tablist; each tab names its panel by aria-controls
 * @param opened called with the id of the chosen tab
 * @returns a function that opens a tab by its id
 */
export function tabs(list, opened = () => {}) {
  const all = () => [...list.querySelectorAll('[role="tab"]')];
  const panelOf = tab => document.getElementById(tab.getAttribute('aria-controls'));
  const choose = tab => {
    // tabs may share a panel, whose content the page changes
    const shown = panelOf(tab);
    for (const other of all()) {
      other.setAttribute('aria-selected', String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
      const panel = panelOf(other);
      if (panel) {
        panel.hidden = panel !== shown;
      }
    }
    inView(tab);
    return opened(tab.id);
  };
  list.addEventListener('click', event => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) {
      choose(tab);
    }
  });
  list.addEventListener('keydown', event => {
    const order = all();
    const here = order.indexOf(document.activeElement);
    const next = {ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: order.length - 1}[event.key];
    if (here >= 0 && next !== undefined) {
      event.preventDefault();
      const tab = order[(next + order.length) % order.length];
      tab.focus();
      choose(tab);
    }
  });
  all().forEach(tab => {
    tab.tabIndex = tab.getAttribute('aria-selected') === 'true' ? 0 : -1;
  });
  keepInView(list);
  return id => choose(document.getElementById(id));
}
