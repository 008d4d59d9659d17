// Customers, leads, and pairs that may be one person: a list with search, order and pages in the address.

import {address} from '../system/address.js';
import {call, latest, newKey} from '../system/api.js';
import {count, time} from '../system/dates.js';
import {open} from '../system/dialog.js';
import {columnsMenu, ownColumns} from '../system/columns.js';
import {element, fill, icon} from '../system/dom.js';
import {keys} from '../system/keys.js';
import {anchor} from '../system/menu.js';
import {SavedViews} from '../system/saved-views.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {tabs} from '../system/tabs.js';
import {toast} from '../system/toast.js';
import {personName} from '../enrollment/words.js';

const PER_PAGE = 25;

const page = document.querySelector('.people');
const byId = id => document.getElementById(id);
const scopes = new Set(page.dataset.scopes.split(' '));
const table = page.querySelector('table');
const search = byId('people-search');
const place = address({tab: 'customers', q: '', sort: '-createdAt', page: '0'});

const REASONS = {
  'same-serial-number': 'same serial number', 'same-phone': 'same telephone', 'same-address': 'same address',
  'same-name': 'same name', 'similar-email': 'similar e-mail', 'similar-name': 'similar name',
};

/** `sort`: the API's name of the order. */
const COLUMNS = {
  name: {title: 'Name', sort: 'lastName', cell: item => link(item)},
  email: {title: 'E-mail', sort: 'email', cell: item => item.email},
  phone: {title: 'Telephone', cell: item => item.phone ?? ''},
  city: {title: 'Place', cell: item => [item.address?.city, item.address?.state].filter(Boolean).join(', ')},
  street: {title: 'Street', cell: item => item.address?.streetOne ?? ''},
  postalCode: {title: 'Postal code', cell: item => item.address?.postalCode ?? ''},
  created: {title: 'Known since', sort: 'createdAt', cell: item => time(item.createdAt)},
  updated: {title: 'Changed', sort: 'updatedAt', cell: item => time(item.updatedAt)},
};
const USUAL = ['name', 'email', 'phone', 'city', 'created'];

const PAIRS = [
  {title: 'One', cell: pair => link(pair.customers[0])},
  {title: 'Other', cell: pair => link(pair.customers[1])},
  {title: 'What they share', cell: pair => pair.reasons.map(reason => REASONS[reason.code] ?? reason.code).join(', ')},
  {title: 'Score', number: true, cell: pair => count(pair.score)},
];

const link = item => element('a', {href: `/console/people/${item.id}`, title: personName(item)}, personName(item));

let found;
let state = place.read();
let chosen = ownColumns(COLUMNS, USUAL, page.dataset.columns);
const columns = () => (state.tab === 'duplicates' ? PAIRS : chosen.map(name => COLUMNS[name]));
const fetchPage = latest((signal, path) => call('GET', path, undefined, {signal}));
tabs(page.querySelector('.tabs'), id => change({tab: id.replace('tab-', ''), sort: '-createdAt'}));

anchor(byId('saved-views-menu'), byId('saved-views'));
anchor(byId('columns-menu'), byId('columns'));
new SavedViews(byId('saved-views-menu'), {
  page: 'people',
  hint: 'Tab, search and order are saved, for you alone.',
  current: () => place.query({...state, page: '0'}),
  chosen: query => {
    history.pushState(null, '', query ? `?${query}` : location.pathname);
    state = place.read();
    load();
  },
});
columnsMenu(byId('columns-menu'), 'people', COLUMNS, () => chosen, names => {
  chosen = names;
  heading();
  if (found) {
    show();
  }
});

function change(part) {
  state = {...state, page: '0', ...part};
  place.write(state, 'page' in part);
  load();
}

async function load() {
  const pairs = state.tab === 'duplicates';
  page.querySelectorAll('[role="tab"]').forEach(tab => {
    const here = tab.id === `tab-${state.tab}`;
    tab.setAttribute('aria-selected', String(here));
    tab.tabIndex = here ? 0 : -1;
  });
  byId('people-panel').setAttribute('aria-labelledby', `tab-${state.tab}`);
  byId('people-bar').hidden = pairs;
  byId('export').hidden = pairs;
  byId('columns').hidden = pairs;
  if (document.activeElement !== search) {
    search.value = state.q;
  }
  heading();
  loading(table, 10);
  const query = new URLSearchParams({perPage: PER_PAGE, page: state.page});
  if (pairs) {
    query.set('sort', '-score');
  } else {
    query.set('sort', state.sort);
    if (state.q) {
      query.set('q', state.q);
    }
  }
  try {
    found = await fetchPage(`/${pairs ? 'customers/duplicates' : state.tab}?${query}`);
    show();
  } catch (failure) {
    failed(table, 'The people could not be loaded', failure, load);
    byId('total').textContent = '';
    fill(page.querySelector('.table-pages'));
  }
}

function heading() {
  fill(table.tHead, element('tr', {}, columns().map(({title, sort, number}) => sort
    ? element('th', {scope: 'col', 'aria-sort': state.sort === sort ? 'ascending' : state.sort === `-${sort}` ? 'descending' : 'none'},
      element('button', {type: 'button', onclick: () => change({sort: state.sort === sort ? `-${sort}` : sort})}, title))
    : element('th', {scope: 'col', class: number && 'number'}, title))));
}

const EMPTY = {
  customers: ['No customers yet', 'They appear here as soon as people apply, or after an import.'],
  leads: ['No leads', 'A lead is a person with an e-mail who has not applied yet.'],
  duplicates: ['No possible duplicates', 'Customers that share a telephone, an address or a serial number appear here.'],
};

function show() {
  if (found.data.length === 0) {
    const [title, text] = state.q && state.tab !== 'duplicates' ? ['No person matches', 'Search for the beginning of a name or an e-mail.'] : EMPTY[state.tab];
    empty(table, title, text, state.q && element('button', {type: 'button', class: 'btn', onclick: () => change({q: ''})}, 'Clear the search'));
  } else {
    rows(table, found.data.map(item => element('tr', {'data-id': item.id}, columns().map(({title, cell, number}, n) => element('td',
      n === 0 ? {class: 'card-heading'} : {'data-label': title, class: number && 'number'}, cell(item))))));
  }
  const what = state.tab === 'duplicates' ? ['pair', 'pairs'] : ['person', 'people'];
  byId('total').textContent = found.data.length === 0 ? ''
    : `${found.totalIsLowerBound ? 'More than ' : ''}${count(found.totalItems)} ${found.totalItems === 1 ? what[0] : what[1]}`;
  const here = Number(state.page);
  fill(page.querySelector('.table-pages'),
    here > 0 && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => change({page: String(here - 1)})}, icon('chevron-left'), 'Previous'),
    (here + 1) * PER_PAGE < found.totalItems && element('button', {type: 'button', class: 'btn btn-sm', 'data-next': true, onclick: () => change({page: String(here + 1)})}, 'Next', icon('chevron-right')));
}

byId('export').addEventListener('click', async event => {
  event.preventDefault();
  const button = event.currentTarget;
  button.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(`/${state.tab}${state.q ? `?q=${encodeURIComponent(state.q)}` : ''}`, {headers: {Accept: 'text/csv'}});
    if (!response.ok) {
      throw new Error('The export failed. Try again in a moment.');
    }
    const file = URL.createObjectURL(await response.blob());
    element('a', {href: file, download: `${state.tab}.csv`}).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  } finally {
    button.removeAttribute('aria-busy');
  }
});

byId('new-person')?.addEventListener('click', async () => {
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}));
  const field = (id, label, optional) => [id, element('input', {class: 'form-control', id: `new-${id}`, maxlength: '200', autocomplete: 'off'}), label, optional];
  const fields = [field('firstName', 'First name'), field('lastName', 'Last name'), field('email', 'E-mail'), field('phone', 'Telephone', true)];
  let made;
  await open('New person', element('div', {class: 'form'}, error, fields.map(([id, input, label, optional]) => element('div', {class: 'field'},
    element('label', {class: 'form-label', for: `new-${id}`}, label, optional && element('span', {class: 'optional'}, ' (optional)')), input))),
  [{value: 'create', text: 'Create', kind: 'primary'}, {value: null, text: 'Cancel'}], {close: async () => {
    try {
      const body = Object.fromEntries(fields.map(([id, input]) => [id, input.value.trim()]).filter(([, value]) => value));
      made = await call('POST', '/customers', body, {once: newKey()});
      return true;
    } catch (failure) {
      error.firstChild.textContent = failure.message;
      error.hidden = false;
      return false;
    }
  }});
  if (made) {
    location.assign(`/console/people/${made.id}`);
  }
});

let typed;
search.addEventListener('input', () => {
  clearTimeout(typed);
  typed = setTimeout(() => change({q: search.value.trim()}), 250);
});
const links = () => [...table.tBodies[0].querySelectorAll('.card-heading a')];
const here = () => links().indexOf(document.activeElement);
keys('People', {
  j: ['Next row', () => links()[Math.min(here() + 1, links().length - 1)]?.focus()],
  k: ['Previous row', () => links()[Math.max(here() - 1, 0)]?.focus()],
  f: ['Filter', () => search.focus()],
});
if (!scopes.has('people:read')) {
  byId('export').hidden = true;
}
addEventListener('popstate', () => {
  state = place.read();
  load();
});
load();
