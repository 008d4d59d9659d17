// A list with filters in the address, pages by number, and the states of a table.

import {call, latest} from '../system/api.js';
import {count} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {empty, failed, loading, rows} from '../system/tables.js';

const PER_PAGE = 25;

/**
 * Fills a table from a list of the API. Controls with `data-filter="name"` (fields, chips with `data-value`, links of tabs)
 * change the parameter of the same name.
 *
 * @param options `table`; `foot`: place for total and pages; `path` of the list; `query`: (parameters) => URLSearchParams of
 *                the request; `row`: (item, context) => tr; `noun`: one and several; `none`: (filtered, parameters) => [title, text, action], where
 *                a tab is no filter;
 *                `context`: () => promise of what the rows need beside the items; `failedWords`
 * @returns a function that loads the list again
 */
export function listing({table, foot, path, query = parameters => parameters, row, noun, none, context = async () => null, failedWords}) {
  const controls = [...document.querySelectorAll('[data-filter]')];
  const state = () => new URLSearchParams(location.search);
  const fetchPage = latest((signal, address) => call('GET', address, undefined, {signal}));

  function show() {
    const parameters = state();
    for (const control of controls) {
      const value = parameters.get(control.dataset.filter) ?? '';
      if (control.matches('button')) {
        control.setAttribute('aria-pressed', String(value === control.dataset.value));
      } else if (control.matches('a')) {
        value === control.dataset.value ? control.setAttribute('aria-current', 'page') : control.removeAttribute('aria-current');
      } else if (control !== document.activeElement) {
        control.value = value;
      }
    }
  }

  function set(name, value, replace = false) {
    const parameters = state();
    value ? parameters.set(name, value) : parameters.delete(name);
    if (name !== 'page') {
      parameters.delete('page');
    }
    const address = `${location.pathname}${parameters.size > 0 ? `?${parameters}` : ''}`;
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
    load();
  }

  async function load() {
    show();
    loading(table);
    fill(foot);
    const parameters = query(state());
    parameters.set('perPage', PER_PAGE);
    try {
      const [page, known] = await Promise.all([fetchPage(`${path}?${parameters}`), context()]);
      if (page.data.length === 0) {
        const tabs = controls.filter(control => control.matches('a')).map(control => control.dataset.filter);
        const filtered = [...state().keys()].some(key => key !== 'page' && !tabs.includes(key));
        const [title, text, action] = none(filtered, state());
        empty(table, title, text, action);
        return;
      }
      rows(table, page.data.map(item => row(item, known)));
      fill(foot,
        element('span', {role: 'status'}, `${count(page.totalItems)} ${page.totalItems === 1 ? noun[0] : noun[1]}`),
        page.totalPages > 1 && element('span', {class: 'row-of'},
          element('span', {}, `Page ${page.page + 1} of ${page.totalPages}`),
          turn('chevron-left', 'Previous page', page.page - 1, page.page > 0),
          turn('chevron-right', 'Next page', page.page + 1, page.page + 1 < page.totalPages)));
    } catch (refusal) {
      failed(table, failedWords, refusal, load);
    }
  }

  const turn = (sign, words, page, possible) => element('button', {type: 'button', class: 'btn btn-sm btn-icon', 'aria-label': words, disabled: !possible,
    onclick: () => set('page', page === 0 ? '' : String(page))}, icon(sign));

  for (const control of controls) {
    const name = control.dataset.filter;
    if (control.matches('button')) {
      control.addEventListener('click', () => set(name, control.getAttribute('aria-pressed') === 'true' ? '' : control.dataset.value));
    } else if (control.matches('a')) {
      control.addEventListener('click', event => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          set(name, control.dataset.value);
        }
      });
    } else if (control.type === 'search') {
      let typed;
      control.addEventListener('input', () => {
        clearTimeout(typed);
        typed = setTimeout(() => set(name, control.value.trim(), true), 250);
      });
    } else {
      control.addEventListener('change', () => set(name, control.value));
    }
  }
  addEventListener('popstate', load);
  load();
  return load;
}
