// The catalogue of programs.

import {call} from '../system/api.js';
import {count} from '../system/dates.js';
import {element, icon} from '../system/dom.js';
import {badge} from '../system/statuses.js';
import {listing} from '../programs/listing.js';
import {STATES, stateName} from '../programs/reference.js';
import {TYPES, typeWords} from '../programs/words.js';

const page = document.querySelector('main');
const writes = page.dataset.writes === 'true';
const MOST_INSTANCES = 500;
const SHOWN_STATES = 3;

const thisYear = new Date().getFullYear();
const option = (value, text) => element('option', {value}, text);
document.getElementById('filter-type').append(...Object.entries(TYPES).map(([value, text]) => option(value, text)));
document.getElementById('filter-state').append(...STATES.map(code => option(code, stateName(code))));
document.getElementById('filter-year').append(...[2, 1, 0, -1, -2, -3].map(step => option(thisYear + step, thisYear + step)));

/** Instances and enrollments by the id of their program. */
async function figures() {
  const found = new Map();
  const answer = await call('GET', `/enrollments/counts?perPage=${MOST_INSTANCES}`);
  for (const instance of answer.data) {
    const sum = found.get(instance.programId) ?? {instances: 0, total: 0, approved: 0};
    found.set(instance.programId, {instances: sum.instances + (instance.archivedAt ? 0 : 1), total: sum.total + instance.total, approved: sum.approved + instance.counts.approved});
  }
  return found;
}

function where(states) {
  if (states.length === 0) {
    return 'Everywhere';
  }
  const rest = states.length - SHOWN_STATES;
  return element('span', {title: states.map(stateName).join(', ')}, states.slice(0, SHOWN_STATES).join(', '), rest > 0 && ` and ${rest} more`);
}

listing({
  table: document.querySelector('[data-list]'),
  foot: document.querySelector('[data-foot]'),
  path: '/programs',
  query: parameters => {
    parameters.set('sort', 'name');
    return parameters;
  },
  context: figures,
  noun: ['program', 'programs'],
  failedWords: 'The programs could not be loaded',
  none: (filtered, parameters) => filtered
    ? ['No program matches', 'Change the search or the filters.']
    : parameters.get('owner') === 'others'
    ? ['No public programs', 'No other organization has made a program public.']
    : ['No programs yet', writes ? 'A program begins with a template: rules, form and messages come with it.' : 'A coordinator creates them.',
      writes && element('a', {class: 'btn', href: '/console/programs/new'}, 'New program')],
  row: (program, known) => {
    const sum = known.get(program.id) ?? {instances: 0, total: 0, approved: 0};
    return element('tr', {},
      element('td', {}, element('a', {href: `/console/programs/${program.slug}`}, program.name),
        program.visibility === 'public' && element('span', {class: 'muted small block'}, icon('globe'), ' Public')),
      element('td', {class: 'wide'}, typeWords(program.type)),
      element('td', {class: 'wide'}, program.year ?? '–'),
      element('td', {class: 'wide'}, where(program.states)),
      element('td', {}, program.archivedAt ? badge('Archived', 'archive') : program.active ? badge('Active', 'check-circle', 'success') : badge('Inactive', 'slash-circle')),
      element('td', {class: 'number wide'}, count(sum.instances)),
      element('td', {class: 'number'}, count(sum.total)),
      element('td', {class: 'number wide'}, count(sum.approved)));
  },
});
