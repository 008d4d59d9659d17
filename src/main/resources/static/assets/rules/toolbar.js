// The bar over the table: which table, undo and redo, filter, rows, columns without conditions, the panel at the right.

import {element, fill} from '../system/dom.js';
import {copyRows, hasCopied, pasteRows} from './row-clipboard.js';
import {Layout} from './layout.js';

const PANEL = 'enlist.rules.panel';

export function toolbar(bench, save) {
  const {table} = bench;
  const part = name => document.getElementById(name);
  const act = (name, work) => part(name)?.addEventListener('click', work);

  const layout = new Layout(table, state => {
    part('filter-count').textContent = state.shown === state.rows ? `${state.rows} rows` : `${state.shown} of ${state.rows} rows`;
    const unused = part('unused');
    unused.hidden = state.unused === 0;
    unused.setAttribute('aria-pressed', String(state.collapsed === 0));
    unused.querySelector('span:last-child').textContent = state.unused === 1 ? '1 unused column' : `${state.unused} unused columns`;
    rowButtons();
  });

  function rowButtons() {
    const rows = layout.rows();
    const number = rows.length === 1 ? `row ${table.shape().rules.indexOf(rows[0]) + 1}` : rows.length === 0 ? 'rows' : `${rows.length} rows`;
    part('copy-rows')?.setAttribute('aria-label', `Copy ${number}`);
    part('delete-rows')?.setAttribute('aria-label', `Delete ${number}`);
    part('selection').textContent = rows.length === 0 ? '' : number.charAt(0).toUpperCase() + number.slice(1);
    part('clear-selection').hidden = layout.selected.size === 0;
    for (const name of ['copy-rows', 'delete-rows']) {
      part(name)?.toggleAttribute('disabled', rows.length === 0);
    }
    part('paste-rows')?.toggleAttribute('disabled', !hasCopied());
  }

  function tabs() {
    const tables = table.tables();
    const list = part('tables');
    list.hidden = tables.length < 2;
    fill(list, tables.length < 2 ? [] : tables.map(one => element('button', {
      type: 'button',
      class: 'chip',
      'aria-pressed': String(one.id === table.id),
      title: one.verdict ? 'Gives the verdict' : 'Its outputs are inputs of other tables',
      onclick: () => table.choose(one.id),
    }, one.name)));
  }

  table.shown = () => {
    tabs();
    layout.apply();
    part('undo')?.toggleAttribute('disabled', !table.can('undo'));
    part('redo')?.toggleAttribute('disabled', !table.can('redo'));
  };

  act('undo', () => table.undo());
  act('redo', () => table.redo());
  act('copy-rows', () => {
    copyRows(table, layout.rows());
    rowButtons();
  });
  act('paste-rows', () => pasteRows(table, layout.rows().at(-1)));
  act('delete-rows', () => table.remove(layout.rows()));
  act('clear-selection', () => layout.clear());
  act('unused', () => layout.toggleUnused());
  part('filter').addEventListener('input', event => {
    layout.filter = event.target.value;
    layout.apply();
  });

  const page = document.querySelector('.workbench');
  const panel = open => {
    page.classList.toggle('without-panel', !open);
    part('toggle-panel').setAttribute('aria-pressed', String(open));
    localStorage.setItem(PANEL, open ? 'open' : 'closed');
  };
  act('toggle-panel', () => panel(page.classList.contains('without-panel')));
  panel(localStorage.getItem(PANEL) !== 'closed');

  table.container.addEventListener('focusin', event => {
    const cell = event.target.closest('td[data-row-id]');
    if (!cell) {
      return;
    }
    layout.current = cell.dataset.rowId;
    rowButtons();
    const {row, column} = table.at(cell);
    const said = table.markedHere().filter(place => place.rule === row && place.message
      && (!place.column || [column?.label, column?.name, column?.expression].includes(place.column)));
    part('cell-line').textContent = said.map(place => place.message).join(' ');
    part('cell-line').hidden = said.length === 0;
  });

  document.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) {
      return;
    }
    const key = event.key.toLowerCase();
    const inTable = table.container.contains(event.target) || event.target === document.body;
    if (key === 's') {
      event.preventDefault();
      save();
    } else if (bench.writes && inTable && (key === 'z' || key === 'y')) {
      event.preventDefault();
      event.stopImmediatePropagation();
      (key === 'y' || event.shiftKey) ? table.redo() : table.undo();
    } else if (inTable && key === 'c' && layout.selected.size > 0 && !event.target.isContentEditable) {
      event.preventDefault();
      copyRows(table, layout.rows());
      rowButtons();
    } else if (bench.writes && inTable && key === 'v' && hasCopied() && !event.target.isContentEditable) {
      event.preventDefault();
      pasteRows(table, layout.rows().at(-1));
    }
  }, true);
  return layout;
}
