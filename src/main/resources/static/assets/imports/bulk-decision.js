// One bulk decision: progress, confirmation by a second person, refusals by reason, and its enrollments.

import {call, newKey} from '../system/api.js';
import {count, exact} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {badge, statusBadge} from '../system/statuses.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {undo} from '../enrollment/bulk.js';
import {ACTIONS, refusalReason} from './bulk-words.js';
import {importBadge} from './words.js';

const POLL_MILLIS = 1000;
const PER_PAGE = 25;
const id = document.querySelector('[data-bulk]').dataset.bulk;
const table = document.querySelector('[data-items]');
const foot = table.closest('.table-frame').querySelector('.table-foot');
let now;
let code = new URLSearchParams(location.search).get('code') ?? '';
let starts = [0];

const REVERSE_WORDS = {approve: 'Unenroll the approved', reject: 'Reopen the rejected'};

/** The step that takes back another, where the life cycle has one. */
const REVERSE = {approve: 'unenroll', reject: 'evaluate'};

/** Whole seconds until the decision begins; 0 once it may have begun. */
const waits = one => (one.status === 'queued' && !one.awaitingConfirmation && one.beginsAt ? Math.max(0, Math.ceil((new Date(one.beginsAt) - Date.now()) / 1000)) : 0);

const open = one => ['queued', 'running'].includes(one.status);

async function refresh() {
  try {
    const before = now;
    now = await call('GET', `/bulkDecisions/${id}`);
    show();
    if (!before || before.processed !== now.processed || before.status !== now.status) {
      showItems();
    }
    if (open(now)) {
      setTimeout(refresh, POLL_MILLIS);
    }
  } catch (failure) {
    toast(failure.message, {kind: 'danger', action: {text: 'Try again', run: refresh}});
  }
}

function show() {
  const [verb, done] = ACTIONS[now.action];
  const figure = (name, value) => element('div', {}, element('dt', {}, name), element('dd', {}, count(value)));
  const seconds = waits(now);
  fill(document.querySelector('[data-status]'), seconds > 0 ? badge(`Begins in ${seconds} s`, 'clock', 'info') : now.awaitingConfirmation ? badge('Waits for a second person', 'person-check', 'warning') : importBadge(now));
  fill(document.querySelector('[data-progress]'),
    element('progress', {class: 'progress', 'aria-label': 'Decided enrollments', max: Math.max(1, now.total), value: now.processed}),
    element('p', {class: 'muted', role: 'status'}, sentence()),
    element('dl', {class: 'figures'}, figure('Selected', now.total), figure(`${done.charAt(0).toUpperCase()}${done.slice(1)}`, now.moved), figure('Refused', now.refused)));
  fill(document.querySelector('[data-notice]'), now.awaitingConfirmation && element('div', {class: 'alert alert-warning', role: 'status'}, icon('person-check'),
    element('div', {}, `${now.requestedBy} asked for this decision about ${count(now.total)} enrollments. Another person confirms it; nothing is decided yet.`)));
  fill(document.querySelector('[data-actions]'), seconds > 0 ? element('button', {type: 'button', class: 'btn btn-primary', 'data-undo': true, onclick: event => undoDecision(event.currentTarget)}, icon('arrow-counterclockwise'), 'Undo') : open(now) ? [
    now.awaitingConfirmation && element('button', {type: 'button', class: 'btn btn-primary', onclick: event => confirmDecision(event.currentTarget, verb)}, icon('person-check'), 'Confirm'),
    element('button', {type: 'button', class: 'btn', onclick: event => cancel(event.currentTarget)}, icon('x-lg'), 'Cancel'),
  ] : now.moved > 0 && now.action in REVERSE && element('button', {type: 'button', class: 'btn', 'data-reverse': true, onclick: event => reverse(event.currentTarget)}, icon('arrow-counterclockwise'), REVERSE_WORDS[now.action]));
  const reasons = now.refusals ?? [];
  document.querySelector('[data-reasons-card]').hidden = reasons.length === 0;
  fill(document.querySelector('[data-reasons]'), reasons.map(one => element('li', {'data-code': one.code}, element('strong', {}, count(one.count)), refusalReason(one),
    element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-pressed': String(code === one.code), onclick: () => narrow(code === one.code ? '' : one.code)}, code === one.code ? 'Show all' : 'Show them'))));
}

/** Hands the enrollments that took the step to the page of a new decision. */
async function reverse(button) {
  button.setAttribute('aria-busy', 'true');
  try {
    const ids = [];
    let after = '';
    do {
      const page = await call('GET', `/bulkDecisions/${id}/items?outcome=moved&perPage=500&after=${after}`);
      ids.push(...page.data.map(item => item.enrollmentId));
      after = page.next;
    } while (after);
    sessionStorage.setItem('enlist.bulk.ids', JSON.stringify(ids));
    location.assign(`/console/bulk/new?action=${REVERSE[now.action]}&chosen=true`);
  } catch (failure) {
    button.removeAttribute('aria-busy');
    toast(failure.message, {kind: 'danger'});
  }
}

async function undoDecision(button) {
  button.setAttribute('aria-busy', 'true');
  await undo(id);
  await refresh();
}

function sentence() {
  if (waits(now) > 0) {
    return 'Nothing is decided yet. Until it begins, Undo leaves everything as it was.';
  }
  if (open(now)) {
    return now.awaitingConfirmation ? 'Nothing is decided yet.' : `${count(now.processed)} of ${count(now.total)} decided.`;
  }
  return `${now.status === 'cancelled' && now.processed === 0 ? 'Undone before it began; nothing was decided.' : now.status === 'cancelled' ? `Cancelled after ${count(now.processed)} of ${count(now.total)}; what was decided stays.` : `${count(now.processed)} decided.`} Asked for by ${now.requestedBy}, ${exact(now.createdAt)}.${now.confirmedBy ? ` Confirmed by ${now.confirmedBy}.` : ''}`;
}

async function act(button, path, words) {
  button.setAttribute('aria-busy', 'true');
  try {
    await call('POST', `/bulkDecisions/${id}/${path}`, {}, {once: newKey()});
    toast(words);
    await refresh();
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  button.removeAttribute('aria-busy');
}

async function confirmDecision(button, verb) {
  if (await confirm(`${verb} ${count(now.total)} enrollments?`, `${now.requestedBy} asked for it. With your confirmation it begins.`, 'Confirm', {danger: false})) {
    await act(button, 'confirm', 'Confirmed. The decision begins.');
  }
}

async function cancel(button) {
  if (await confirm('Cancel this decision?', 'What was decided stays; the rest is left as it is.', 'Cancel the decision', {cancel: 'Go on'})) {
    await act(button, 'cancel', 'Cancelled');
  }
}

function narrow(wanted) {
  code = wanted;
  starts = [0];
  history.replaceState(null, '', code ? `?code=${code}` : location.pathname);
  show();
  showItems();
}

async function showItems() {
  if (table.tBodies[0].rows.length === 0) {
    loading(table, 4);
  }
  try {
    const page = await call('GET', `/bulkDecisions/${id}/items?after=${starts.at(-1)}&perPage=${PER_PAGE}${code ? `&code=${code}` : ''}`);
    if (page.data.length === 0) {
      empty(table, 'No enrollments', code ? 'None was refused for this reason.' : 'The selection was empty.');
    } else {
      rows(table, page.data.map(item => element('tr', {},
        element('td', {}, element('a', {href: `/console/enrollments/${item.enrollmentId}`}, item.personName || 'Enrollment'), item.applicationNumber && element('div', {class: 'muted small'}, item.applicationNumber)),
        element('td', {}, statusBadge(item.from)),
        element('td', {}, item.outcome === 'moved' ? statusBadge(item.status) : item.outcome === 'refused' ? badge('Refused', 'x-circle', 'danger') : badge('Waiting', 'clock', 'neutral')),
        element('td', {class: 'wide'}, item.code ? refusalReason(item) : element('span', {class: 'muted'}, '–')))));
    }
    const button = (words, sign, run) => element('button', {type: 'button', class: 'btn btn-sm', onclick: run}, icon(sign), words);
    fill(foot, (starts.length > 1 || page.next) && [element('span', {}), element('span', {class: 'row-of'},
      starts.length > 1 && button('Previous', 'chevron-left', () => {
        starts.pop();
        showItems();
      }),
      page.next && button('Next', 'chevron-right', () => {
        starts.push(page.next);
        showItems();
      }))]);
  } catch (failure) {
    failed(table, 'The enrollments could not be loaded', failure, showItems);
  }
}

refresh();
