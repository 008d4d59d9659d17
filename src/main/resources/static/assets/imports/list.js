// The list of imports of all programs, newest first.

import {count, time} from '../system/dates.js';
import {element} from '../system/dom.js';
import {filterForm, list} from '../system/filters.js';
import {toast} from '../system/toast.js';
import {programInstances} from '../settings/instances.js';
import {importBadge} from './words.js';

const table = document.querySelector('[data-imports]');

const show = list(table, {
  path: '/imports', sort: '-createdAt', what: 'The imports',
  none: ['No imports yet', 'Import a file to enroll many people at once. A trial run shows first what would happen.',
    document.querySelector('[href$="/imports/new"]') && element('a', {class: 'btn', href: '/console/imports/new'}, 'Import a file')],
  row: one => element('tr', {'data-import': one.id},
    element('td', {}, element('a', {href: `/console/imports/${one.id}`, class: 'break'}, one.fileName ?? 'Sent by a program'), one.dryRun && element('div', {class: 'muted small'}, 'Trial run: nothing is stored')),
    element('td', {class: 'wide'}, one.programInstanceTitle),
    element('td', {}, importBadge(one)),
    element('td', {class: 'number wide'}, count(one.total)),
    element('td', {class: 'number wide'}, count(one.created + one.updated)),
    element('td', {class: 'number'}, count(one.refused)),
    element('td', {class: 'wide'}, one.requestedBy),
    element('td', {}, time(one.createdAt))),
});

async function start() {
  try {
    const instances = await programInstances();
    document.querySelector('#filter-instance').append(...instances.map(([id, title]) => element('option', {value: id}, title)));
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  show(filterForm(document.querySelector('[data-filters]'), show));
}

start();
