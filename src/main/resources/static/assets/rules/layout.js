// Which rows and columns of the table are shown, and how: pinned outputs, collapsed columns, filtered and selected rows.
// All of it is a style sheet over the ids of the editor, so the editor may render as it likes.

const NARROW = 640;
const COLLAPSED = 32;

export class Layout {
  /** @param told called with {rows, shown, unused, collapsed, selected} after each change */
  constructor(table, told) {
    this.table = table;
    this.told = told;
    this.filter = '';
    this.expanded = new Set();
    this.selected = new Set();
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    new ResizeObserver(() => this.apply()).observe(table.container);
    table.container.addEventListener('click', event => this.expandAt(event), true);
    table.container.addEventListener('click', event => this.selectAt(event));
  }

  apply() {
    if (!this.table.id) {
      return;
    }
    const shape = this.table.shape();
    const unused = shape.columns.filter((column, at) => column.input && shape.rows.length > 0
      && shape.rows.every(row => row.cells[at] === '' || row.cells[at] === '-'));
    const collapsed = unused.filter(column => !this.expanded.has(column.id));
    const words = this.filter.trim().toLowerCase();
    const hidden = words === '' ? [] : shape.rows.filter(row => ![...row.cells, row.note].join(' ').toLowerCase().includes(words));
    this.selected = new Set(shape.rules.filter(rule => this.selected.has(rule)));
    this.sheet.replaceSync([
      ...this.pinned(shape.columns.filter(column => !column.input)),
      ...collapsed.map(column => `
        #editor :is(th, td)[data-col-id="${column.id}"] { max-width: ${COLLAPSED}px !important; min-width: ${COLLAPSED}px; width: ${COLLAPSED}px !important; }
        #editor td[data-col-id="${column.id}"] { background: var(--surface-sunken); color: transparent; overflow: hidden; }
        #editor td[data-col-id="${column.id}"] > * { display: none; }
        #editor th[data-col-id="${column.id}"] { cursor: pointer; }
        #editor th[data-col-id="${column.id}"] > * { display: none; }
        #editor th[data-col-id="${column.id}"] > .input-label, #editor th[data-col-id="${column.id}"] > .input-expression { display: block; font-size: var(--text-12); margin: 4px auto; max-height: 8rem; overflow: hidden; writing-mode: vertical-rl; }`),
      ...hidden.map(row => `#editor td[data-row-id="${row.id}"] { display: none; }`),
      ...[...this.selected].map(id => `#editor tbody td[data-row-id="${id}"] { background-color: var(--brand-subtle) !important; }
        #editor td.rule-index[data-row-id="${id}"] { box-shadow: inset 3px 0 var(--brand); font-weight: var(--weight-strong); }`),
    ].join('\n'));
    this.told({
      rows: shape.rows.length,
      shown: shape.rows.length - hidden.length,
      unused: unused.length,
      collapsed: collapsed.length,
      selected: this.selected.size,
    });
  }

  /** The outputs stay at the right edge while the conditions scroll; on a narrow screen everything scrolls. */
  pinned(outputs) {
    const room = this.table.container.clientWidth;
    if (room < NARROW) {
      return [];
    }
    const widths = outputs.map(output => width(output, room));
    return outputs.map((output, at) => {
      const right = widths.slice(at + 1).reduce((sum, one) => sum + one, 0);
      return `
        #editor :is(th, td)[data-col-id="${output.id}"] { max-width: ${widths[at]}px; min-width: ${widths[at]}px; position: sticky; right: ${right}px; width: ${widths[at]}px !important; z-index: 2; }
        #editor th[data-col-id="${output.id}"] { z-index: 5; }`;
    });
  }

  expandAt(event) {
    const head = event.target.closest?.('th[data-col-id]');
    if (head && head.offsetWidth <= COLLAPSED + 2) {
      event.stopPropagation();
      this.expanded.add(head.dataset.colId);
      this.apply();
    }
  }

  /** Collapses the columns that no row uses, or shows them. */
  toggleUnused() {
    const shape = this.table.shape();
    const unused = shape.columns.filter((column, at) => column.input && shape.rows.every(row => row.cells[at] === '' || row.cells[at] === '-'));
    const all = unused.every(column => this.expanded.has(column.id));
    unused.forEach(column => (all ? this.expanded.delete(column.id) : this.expanded.add(column.id)));
    this.apply();
  }

  selectAt(event) {
    const number = event.target.closest?.('td.rule-index');
    if (!number || event.target.closest('.dmn-icon-drag')) {
      return;
    }
    const id = number.dataset.rowId;
    const rules = this.table.shape().rules;
    if (event.shiftKey && this.anchor) {
      const [from, to] = [rules.indexOf(this.anchor), rules.indexOf(id)].sort((one, other) => one - other);
      rules.slice(from, to + 1).forEach(rule => this.selected.add(rule));
    } else if (!this.selected.delete(id)) {
      this.selected.add(id);
      this.anchor = id;
    }
    this.apply();
  }

  clear() {
    this.selected.clear();
    this.apply();
  }

  /** Ids of the selected rows; else of the row in which the person was last. */
  rows() {
    const rules = this.table.shape().rules;
    const chosen = rules.filter(rule => this.selected.has(rule));
    return chosen.length > 0 ? chosen : rules.filter(rule => rule === this.current);
  }
}

function width(output, room) {
  if (output.name === 'reason') {
    return Math.round(Math.min(360, Math.max(150, room * 0.25)));
  }
  return {status: 98, code: 130, decision: 96}[output.name] ?? 130;
}
