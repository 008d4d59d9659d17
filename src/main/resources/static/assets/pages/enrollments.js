// The list of enrollments: filters and order in the address, columns of the person's choice, pages by key, steps in bulk.

import {address} from '../system/address.js';
import {call, latest} from '../system/api.js';
import {columnsMenu, ownColumns} from '../system/columns.js';
import {count, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {filterChips} from '../system/filter-chips.js';
import {keys} from '../system/keys.js';
import {anchor} from '../system/menu.js';
import {SavedViews} from '../system/saved-views.js';
import {STATUSES, statusBadge} from '../system/statuses.js';
import {empty, failed, loading, rows, selection} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {takeStep} from '../enrollment/bulk.js';
import {enrollmentFlags, personName, words} from '../enrollment/words.js';

const PER_PAGE = 25;

const page = document.querySelector('.enrollments');
const byId = id => document.getElementById(id);
const scopes = new Set(page.dataset.scopes.split(' '));
const table = page.querySelector('table');
const search = byId('enrollment-search');
const instances = [...byId('instance-choices').options].map(option => [option.value, option.textContent]);
const titles = new Map(instances);

const place = address({
  q: '', programInstanceId: '', status: '', flag: '', state: '', tag: '', manufacturer: '', createdFrom: '', createdTo: '',
  sort: '-createdAt', after: '',
});

const FILTERS = [
  {name: 'programInstanceId', title: 'Program', kind: 'choices', options: instances},
  {name: 'status', title: 'Status', kind: 'choices', options: Object.entries(STATUSES).map(([status, [text]]) => [status, text])},
  {name: 'flag', title: 'Flag', kind: 'choices', options: [
    ['verdictChanged', 'Verdict changed'], ['rulesChanged', 'Rules changed'], ['waitingForApplicant', 'Waiting for applicant'],
    ['answerArrived', 'Answer arrived'], ['waitlisted', 'On the waitlist'], ['renewal', 'Renewal'],
  ]},
  {name: 'created', title: 'Applied', kind: 'days'},
  {name: 'state', title: 'State', kind: 'text', hint: 'Two letters, such as NY.'},
  {name: 'tag', title: 'Tag', kind: 'text', hint: 'The whole tag.'},
  {name: 'manufacturer', title: 'Manufacturer', kind: 'text', hint: 'Its short name, such as tesla.'},
];

/** `sort`: the API's name of the order. The person is always shown. */
const COLUMNS = {
  person: {title: 'Person', sort: 'lastName', cell: person},
  number: {title: 'Number', cell: item => element('span', {class: 'code'}, item.applicationNumber)},
  program: {title: 'Program', cell: item => titles.get(item.programInstanceId) ?? ''},
  status: {title: 'Status', cell: item => [statusBadge(item.eligibility.status), enrollmentFlags(item)]},
  created: {title: 'Applied', sort: 'createdAt', cell: item => time(item.createdAt)},
  updated: {title: 'Changed', sort: 'updatedAt', cell: item => time(item.updatedAt)},
  reason: {title: 'Reason', cell: item => item.eligibility.reason ?? ''},
  email: {title: 'E-mail', sort: 'email', cell: item => item.email},
  phone: {title: 'Telephone', cell: item => item.phone ?? ''},
  city: {title: 'City', cell: item => item.address?.city ?? ''},
  state: {title: 'State', cell: item => item.address?.state ?? ''},
  devices: {title: 'Devices', cell: item => item.manufacturerSlugs.map(words).join(', ')},
  serial: {title: 'Serial number', cell: item => item.serialNumber ?? ''},
  tags: {title: 'Tags', cell: item => item.tags.join(', ')},
  reference: {title: 'Reference', cell: item => item.referenceId ?? ''},
  claim: {title: 'Claimed by', cell: item => item.claim?.name ?? ''},
};
const USUAL = ['person', 'number', 'program', 'status', 'created'];

const STEPS = [
  ['approve', 'Approve…', 'enrollments:decide'],
  ['reject', 'Reject…', 'enrollments:decide'],
  ['submit', 'Submit…', 'enrollments:decide'],
  ['evaluate', 'Evaluate…', 'enrollments:decide'],
  ['unenroll', 'Unenroll…', 'enrollments:decide'],
];

let state = place.read();
let columns = ownColumns(COLUMNS, USUAL, page.dataset.columns);
let items = [];
let total;
/** Whether the selection is all that the filter finds, and not only rows of this page. */
let everything = false;

const fetchPage = latest((signal, query) => call('GET', `/enrollments?${query}`, undefined, {signal}));
const showFilters = filterChips(byId('filters'), FILTERS, change);
anchor(byId('saved-views-menu'), byId('saved-views'));
anchor(byId('columns-menu'), byId('columns'));
new SavedViews(byId('saved-views-menu'), {
  page: 'enrollments',
  hint: 'Search, filters and order are saved, for you alone.',
  current: () => place.query({...state, after: ''}),
  chosen: query => go(query ? `?${query}` : location.pathname),
});
const choice = selection(table, page.querySelector('.bulk-bar'), chosen);

/** Changes a filter or the order: the list begins anew. */
function change(part) {
  state = {...state, after: '', ...part};
  place.write(state, 'after' in part);
  load();
}

function go(target) {
  history.pushState(null, '', target);
  arrive();
}

function arrive() {
  state = place.read();
  load();
}

/** The parameters of the API for the state. */
function parameters() {
  const query = new URLSearchParams(place.query({...state, after: ''}));
  query.set('sort', state.sort);
  return query;
}

async function load() {
  showFilters(state);
  if (document.activeElement !== search) {
    search.value = state.q;
  }
  byId('export').href = exportAddress();
  heading();
  loading(table, 10);
  choice.clear();
  const query = parameters();
  query.set('perPage', PER_PAGE);
  query.set('after', state.after);
  const counted = place.query({...state, after: '', sort: ''});
  try {
    const found = await fetchPage(query);
    items = found.data;
    if (found.totalItems !== null) {
      total = {of: counted, items: found.totalItems, more: Boolean(found.totalIsLowerBound)};
    }
    show(found.next, counted);
    if (total?.of !== counted) {
      count1(counted);
    }
  } catch (failure) {
    items = [];
    failed(table, 'The enrollments could not be loaded', failure, load);
    foot(null);
  }
}

/** The total of a list that was opened in its middle. */
async function count1(counted) {
  const query = parameters();
  query.set('perPage', 1);
  const first = await call('GET', `/enrollments?${query}`);
  total = {of: counted, items: first.totalItems, more: Boolean(first.totalIsLowerBound)};
  byId('total').textContent = totalWords();
}

function heading() {
  const [, sorted] = /^(-?.*)$/.exec(state.sort);
  fill(table.tHead, element('tr', {},
    scopes.has('enrollments:decide') && element('th', {class: 'table-choice', scope: 'col'},
      element('input', {type: 'checkbox', class: 'form-check-input', 'aria-label': 'Select all on this page'})),
    columns.map(name => {
      const {title, sort} = COLUMNS[name];
      const ascending = sorted === sort;
      const descending = sorted === `-${sort}`;
      return sort
        ? element('th', {scope: 'col', 'aria-sort': ascending ? 'ascending' : descending ? 'descending' : 'none'},
          element('button', {type: 'button', onclick: () => change({sort: ascending ? `-${sort}` : sort})}, title))
        : element('th', {scope: 'col'}, title);
    })));
  table.tHead.querySelector('input')?.addEventListener('change', event => {
    table.tBodies[0].querySelectorAll('.table-choice input').forEach(box => {
      box.checked = event.target.checked;
    });
    everything = false;
    choice.update();
  });
}

function show(next, counted) {
  if (items.length === 0) {
    const filtered = counted !== '';
    empty(table, filtered ? 'Nothing matches' : 'No enrollments yet',
      filtered ? 'Remove a filter, or search for something else.' : 'They appear here as soon as people apply, or after an import.',
      filtered ? element('button', {type: 'button', class: 'btn', onclick: () => go(location.pathname)}, 'Clear filters')
        : scopes.has('imports:write') && element('a', {class: 'btn', href: '/console/imports'}, 'Import people'));
  } else {
    rows(table, items.map(row));
  }
  foot(next);
}

function row(item) {
  return element('tr', {'data-id': item.id},
    scopes.has('enrollments:decide') && element('td', {class: 'table-choice'},
      element('input', {type: 'checkbox', class: 'form-check-input', value: item.id, 'aria-label': `Select ${personName(item)}`})),
    columns.map(name => name === 'person'
      ? element('td', {class: 'card-heading'}, person(item))
      : element('td', {'data-label': COLUMNS[name].title}, COLUMNS[name].cell(item))));
}

function person(item) {
  return element('a', {href: `/console/enrollments/${item.id}`, title: personName(item)}, personName(item));
}

function foot(next) {
  byId('total').textContent = items.length > 0 ? totalWords() : '';
  fill(page.querySelector('.table-pages'),
    state.after && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => change({after: ''})}, 'First page'),
    next && element('button', {type: 'button', class: 'btn btn-sm', 'data-next': true, onclick: () => change({after: next})}, 'Next', icon('chevron-right')));
}

const totalWords = () => total
  ? total.more ? `More than ${count(total.items)} enrollments` : `${count(total.items)} ${total.items === 1 ? 'enrollment' : 'enrollments'}`
  : '';

/** The link of the export has the filters; a link names the format by itself. */
function exportAddress() {
  const query = new URLSearchParams(place.query({...state, after: '', sort: ''}));
  return `/enrollments?${query}`;
}

byId('export').addEventListener('click', async event => {
  event.preventDefault();
  const link = event.currentTarget;
  link.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(link.href, {headers: {Accept: 'text/csv'}});
    if (!response.ok) {
      throw new Error('The export failed. Try again in a moment.');
    }
    const file = URL.createObjectURL(await response.blob());
    element('a', {href: file, download: 'enrollments.csv'}).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  } finally {
    link.removeAttribute('aria-busy');
  }
});

columnsMenu(byId('columns-menu'), 'enrollments', COLUMNS, () => columns, chosen => {
  columns = chosen;
  heading();
  if (items.length > 0) {
    rows(table, items.map(row));
    choice.update();
  }
});

const steps = STEPS.filter(([, , scope]) => scopes.has(scope));
fill(page.querySelector('.bulk-steps'), steps.map(([step, text]) => element('button', {
  type: 'button', class: 'btn btn-sm', 'data-step': step, onclick: () => decide(step),
}, text)));

function chosen(ids) {
  const all = page.querySelector('[data-all]');
  const box = table.tHead.querySelector('input');
  if (box) {
    box.checked = ids.length > 0 && ids.length === items.length;
    box.indeterminate = ids.length > 0 && !box.checked;
  }
  everything &&= ids.length === items.length;
  // a bulk decision by filter is about one program instance
  const offered = ids.length === items.length && total && total.items > items.length && !state.programInstanceId.includes(',')
    && state.programInstanceId && !state.flag && ids.length > 0;
  all.hidden = !offered || everything;
  all.textContent = `Select all ${total ? count(total.items) : ''}${total?.more ? '+' : ''}`;
  if (everything) {
    page.querySelector('[data-count]').textContent = `All ${count(total.items)}${total.more ? '+' : ''} selected`;
  }
}

page.querySelector('[data-all]').addEventListener('click', () => {
  everything = true;
  choice.update();
});

async function decide(step) {
  const ids = [...table.tBodies[0].querySelectorAll('.table-choice input:checked')].map(box => box.value);
  const moved = await takeStep(step, everything ? {filter: bulkFilter(), total: total.items} : {
    ids,
    names: new Map(items.map(item => [item.id, personName(item)])),
  });
  if (moved.length > 0) {
    toast(`${count(moved.length)} ${moved.length === 1 ? 'enrollment' : 'enrollments'} changed.`,
      {action: {text: 'All bulk decisions', run: () => location.assign('/console/bulk')}});
    await load();
  }
}

function bulkFilter() {
  const {programInstanceId, status, state: of, tag, manufacturer, createdFrom, createdTo, q} = state;
  const filter = {programInstanceId, state: of, tag, manufacturer, createdFrom, createdTo, q};
  return {
    ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value)),
    ...(status ? {status: status.split(',')} : {}),
  };
}

let typed;
search.addEventListener('input', () => {
  clearTimeout(typed);
  typed = setTimeout(() => change({q: search.value.trim()}), 250);
});

const links = () => [...table.tBodies[0].querySelectorAll('.card-heading a')];
const here = () => links().indexOf(document.activeElement);
keys('Enrollments', {
  j: ['Next row', () => links()[Math.min(here() + 1, links().length - 1)]?.focus()],
  k: ['Previous row', () => links()[Math.max(here() - 1, 0)]?.focus()],
  x: ['Select the row', () => document.activeElement.closest('tr')?.querySelector('.table-choice input')?.click()],
  f: ['Filter', () => search.focus()],
});

addEventListener('popstate', arrive);
addEventListener('pageshow', event => {
  if (event.persisted) {
    arrive();
  }
});
load();
