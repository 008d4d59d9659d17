// The columns of a list that a person chooses; kept at the server, for each person and list.

import {call} from './api.js';
import {element, fill} from './dom.js';
import {toast} from './toast.js';

/**
 * The names of the columns to show; the first of `known` is always among them.
 *
 * @param known  columns by name
 * @param usual  names of the columns for a person who never chose
 * @param stored names that the person chose, separated by spaces; undefined for none
 */
export function ownColumns(known, usual, stored) {
  if (stored === undefined) {
    return usual;
  }
  const chosen = new Set([Object.keys(known)[0], ...stored.split(' ')]);
  return Object.keys(known).filter(name => chosen.has(name));
}

/**
 * Fills a menu with a checkbox for each column but the first.
 *
 * @param page   name of the list in the API
 * @param now    returns the names of the columns that are shown
 * @param choose called with the names of the columns to show
 */
export function columnsMenu(menu, page, known, now, choose) {
  const [first, ...others] = Object.keys(known);
  // one after the other, so that the last choice is the one that is kept
  let saving = Promise.resolve();
  const changed = (name, shown) => {
    const wanted = new Set(now());
    if (shown) {
      wanted.add(name);
    } else {
      wanted.delete(name);
    }
    const columns = others.filter(each => wanted.has(each));
    choose([first, ...columns]);
    saving = saving.then(() => call('PUT', `/listColumns/${page}`, {columns}, {keepalive: true})).catch(failure =>
      toast(`The columns were not kept. ${failure.message}`, {kind: 'danger'}));
  };
  menu.addEventListener('toggle', event => {
    if (event.newState === 'open') {
      fill(menu, others.map(name => element('label', {class: 'menu-item form-check'},
        element('input', {type: 'checkbox', class: 'form-check-input', checked: now().includes(name), onchange: box => changed(name, box.target.checked)}),
        element('span', {class: 'form-check-label'}, known[name].title))));
    }
  });
}
