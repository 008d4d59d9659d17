// The list of bulk decisions, newest first.

import {count, time} from '../system/dates.js';
import {element} from '../system/dom.js';
import {list} from '../system/filters.js';
import {primaryAction} from '../system/tables.js';
import {badge} from '../system/statuses.js';
import {ACTIONS} from './bulk-words.js';
import {importBadge} from './words.js';

list(document.querySelector('[data-bulk]'), {
  path: '/bulkDecisions', sort: '-createdAt', what: 'The bulk decisions',
  none: ['No bulk decisions yet', 'Decide about many enrollments at once: choose them by program and filter, look at the preview, then decide.', primaryAction()],
  row: one => element('tr', {'data-decision': one.id},
    element('td', {}, element('a', {href: `/console/bulk/${one.id}`}, `${ACTIONS[one.action][0]} ${count(one.total)}`), one.reason && element('div', {class: 'muted small break'}, one.reason)),
    element('td', {}, one.awaitingConfirmation ? badge('Waits for a second person', 'person-check', 'warning') : importBadge(one)),
    element('td', {class: 'number wide'}, count(one.total)),
    element('td', {class: 'number wide'}, count(one.moved)),
    element('td', {class: 'number'}, count(one.refused)),
    element('td', {class: 'wide'}, one.requestedBy, one.confirmedBy && element('div', {class: 'muted small'}, `confirmed by ${one.confirmedBy}`)),
    element('td', {}, time(one.createdAt))),
})();
