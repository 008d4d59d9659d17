// States of a table that a page fills: loading, empty, failed; and a selection with its bar.

import {element, fill, icon} from './dom.js';

const columns = table => table.tHead.rows[0].cells.length;

/** Skeleton rows while the answer is awaited. */
export function loading(table, rows = 6) {
  table.setAttribute('aria-busy', 'true');
  fill(table.tBodies[0], Array.from({length: rows}, () => element('tr', {'aria-hidden': 'true'},
    Array.from({length: columns(table)}, (_, n) => element('td', {}, element('span', {class: `skeleton${n === 0 ? ' skeleton-long' : ''}`}))))));
}

/** The rows themselves. */
export function rows(table, made) {
  table.removeAttribute('aria-busy');
  fill(table.tBodies[0], made);
  if (table.matches('.table-cards')) {
    cards(table);
  }
}

/** On a phone each row is a card: its first cell is the heading, the others have the name of their column. */
export function cards(table) {
  const titles = [...table.tHead.rows[0].cells].map(cell => (cell.querySelector('.unseen') ? '' : cell.textContent.trim()));
  for (const row of table.tBodies[0].rows) {
    const first = [...row.cells].findIndex(cell => !cell.matches('.table-choice'));
    [...row.cells].forEach((cell, n) => {
      if (n === first) {
        cell.classList.add('card-heading');
      } else if (!cell.textContent.trim() && cell.children.length === 0) {
        // a name without a value is left out
        cell.replaceChildren();
      } else if (titles[n] && !cell.matches('.table-choice')) {
        cell.dataset.label ??= titles[n];
      }
    });
  }
}

/** No rows: why, and what to do. `action` is a link or a button. */
export function empty(table, title, text, action) {
  state(table, icon('inbox'), element('h3', {}, title), element('p', {}, text), action);
}

/** The primary action of the page, for a list that is empty because nothing was made yet; null where the person may not use it. */
export function primaryAction() {
  const primary = document.querySelector('.title-actions .btn-primary');
  return primary && element('button', {type: 'button', class: 'btn', onclick: () => primary.click()}, primary.textContent.trim());
}

/** What failed, and a way to try again. */
export function failed(table, what, failure, retry) {
  state(table, icon('exclamation-triangle'), element('h3', {}, what), element('p', {}, failure.message),
    element('button', {type: 'button', class: 'btn', onclick: retry}, icon('arrow-clockwise'), 'Try again'));
}

function state(table, ...content) {
  table.removeAttribute('aria-busy');
  fill(table.tBodies[0], element('tr', {class: 'table-state'}, element('td', {colspan: columns(table)},
    element('div', {class: 'empty', role: 'status'}, content))));
}

/**
 * Keeps the bar of a table with check boxes: hidden without a selection. The first check box of the heading chooses all
 * rows that are shown.
 *
 * @param changed called with the values of the chosen check boxes
 */
export function selection(table, bar, changed = () => {}) {
  const all = table.tHead.querySelector('input[type="checkbox"]');
  const boxes = () => [...table.tBodies[0].querySelectorAll('.table-choice input')];
  const update = () => {
    const chosen = boxes().filter(box => box.checked).map(box => box.value);
    bar.hidden = chosen.length === 0;
    bar.querySelector('[data-count]').textContent = `${chosen.length} selected`;
    if (all) {
      all.checked = chosen.length > 0 && chosen.length === boxes().length;
      all.indeterminate = chosen.length > 0 && !all.checked;
    }
    changed(chosen);
  };
  const set = checked => {
    boxes().forEach(box => {
      box.checked = checked;
    });
    update();
  };
  all?.addEventListener('change', () => set(all.checked));
  table.tBodies[0].addEventListener('change', update);
  bar.querySelector('[data-clear]')?.addEventListener('click', () => set(false));
  return {clear: () => set(false), update};
}
