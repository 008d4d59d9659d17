// Filters of a list in the address, so that each view has a link, and the pages of a list by key.

import {call, latest} from './api.js';
import {count} from './dates.js';
import {element, icon} from './dom.js';
import {empty, failed, loading, rows} from './tables.js';

/** The filters in the address: an object with each name, '' where it is not set. */
export function readFilters(names) {
  const parameters = new URLSearchParams(location.search);
  return Object.fromEntries(names.map(name => [name, parameters.get(name) ?? '']));
}

/** Writes the filters to the address; those without a value are left out. */
export function writeFilters(filters) {
  const parameters = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  history.replaceState(null, '', parameters.size > 0 ? `?${parameters}` : location.pathname);
}

/**
 * A form of filters whose fields have the names of the parameters of the API: shows what the address says, writes each
 * change to the address and calls `changed` with the filters.
 */
export function filterForm(form, changed) {
  const names = [...new Set([...form.elements].map(field => field.name).filter(Boolean))];
  const filters = readFilters(names);
  names.forEach(name => {
    form.elements[name].value = filters[name];
  });
  // offered where there is something to clear
  const clear = form.querySelector('button[type="reset"]');
  const offer = now => {
    if (clear) {
      clear.hidden = Object.values(now).every(value => !value);
    }
  };
  offer(filters);
  const read = () => {
    const now = Object.fromEntries(names.map(name => [name, form.elements[name].value.trim()]));
    writeFilters(now);
    offer(now);
    changed(now);
  };
  form.addEventListener('submit', event => {
    event.preventDefault();
    read();
  });
  form.addEventListener('change', read);
  form.addEventListener('reset', () => setTimeout(() => {
    names.forEach(name => {
      form.elements[name].value = '';
    });
    read();
  }));
  return filters;
}

/**
 * Keeps a table with a list of the API: skeleton, rows, empty and failed states, and a foot with the total and the
 * buttons to other pages.
 *
 * @param table   whose frame has a `.table-foot`
 * @param options `path`: of the list; `sort`; `row`: makes a `tr` of an item; `none`: [title, text, action] without
 *                items; `what`: 'The webhooks', for a failure; `loaded`: called with the page
 * @returns a function that loads the first page with filters
 */
export function list(table, {path, sort, row, none, what, perPage = 25, loaded = () => {}}) {
  const foot = table.closest('.table-frame').querySelector('.table-foot');
  let filters = {};
  let page = 0;
  const fetchPage = latest((signal, query) => call('GET', `${path}?${query}`, undefined, {signal}));
  const show = async () => {
    loading(table);
    const query = new URLSearchParams({...Object.fromEntries(Object.entries(filters).filter(([, value]) => value)), page, perPage, ...(sort && {sort})});
    try {
      const found = await fetchPage(query);
      loaded(found);
      if (found.data.length === 0) {
        const filtered = Object.values(filters).some(Boolean);
        empty(table, ...(filtered ? ['Nothing matches', 'Change the filters to see more.'] : none));
      } else {
        rows(table, found.data.map(row));
      }
      pages(found);
    } catch (failure) {
      failed(table, `${what} could not be loaded`, failure, show);
      foot?.replaceChildren();
    }
  };
  const pages = found => {
    if (!foot) {
      return;
    }
    const total = found.totalItems ?? 0;
    if (total === 0) {
      foot.replaceChildren();
      return;
    }
    const turn = (step, words, sign, possible) => element('button', {type: 'button', class: 'btn btn-sm', disabled: !possible, onclick: () => {
      page += step;
      show();
    }}, icon(sign), words);
    foot.replaceChildren(
      element('span', {role: 'status'}, `${page * perPage + 1}–${page * perPage + found.data.length} of ${count(total)}${found.totalIsLowerBound ? ' or more' : ''}`),
      ...(total > perPage ? [element('span', {class: 'row-of'}, turn(-1, 'Previous', 'chevron-left', page > 0), turn(1, 'Next', 'chevron-right', (page + 1) * perPage < total))] : []));
  };
  return now => {
    filters = now ?? filters;
    page = 0;
    return show();
  };
}
