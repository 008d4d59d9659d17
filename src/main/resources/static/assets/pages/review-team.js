// The load of reviewers, the waits of programs, and absences; reviews are reassigned and absences changed in dialogs.

import {call, exchange, latest, newKey} from '../system/api.js';
import {age, count, day, time} from '../system/dates.js';
import {confirm, open} from '../system/dialog.js';
import {element, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {empty, failed, loading, primaryAction, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';

const reviewersTable = document.querySelector('[data-reviewers]');
const programsTable = document.querySelector('[data-programs]');
const absencesTable = document.querySelector('[data-absences]');
const chips = [...document.querySelectorAll('[data-days]')];
const addButton = document.querySelector('[data-add-absence]');
// an absence concerns all programs of a person: members limited to some programs only see it
const changesAbsences = addButton !== null;
const NONE = '–';
const UNASSIGNED = '';
const MOST_ABSENCES = 500;

const days = () => Number(new URLSearchParams(location.search).get('days')) || 7;
const lasted = seconds => (seconds === null ? NONE : age(0, seconds * 1000));
const since = instant => (instant === null ? element('span', {class: 'muted'}, NONE) : time(instant));
const span = absence => (absence.from === absence.to ? day(absence.from) : `${day(absence.from)} – ${day(absence.to)}`);
const many = (amount, one, more) => `${count(amount)} ${amount === 1 ? one : more}`;

let reviewers = [];

const fetchWorkload = latest(signal => call('GET', `/reviews/workload?days=${days()}`, undefined, {signal}));
const fetchAbsences = latest(signal => call('GET', `/absences?perPage=${MOST_ABSENCES}&sort=-from`, undefined, {signal}));

async function showWorkload() {
  loading(reviewersTable);
  loading(programsTable, 3);
  try {
    const workload = await fetchWorkload();
    reviewers = workload.reviewers;
    showReviewers(workload);
    showPrograms(workload);
    document.querySelector('[data-as-of]').textContent = workload.pending ? 'The latest decisions are still being counted.' : '';
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      failed(reviewersTable, 'The reviewers could not be loaded', failure, showWorkload);
      failed(programsTable, 'The programs could not be loaded', failure, showWorkload);
    }
  }
}

function showReviewers(workload) {
  const unassigned = element('tr', {},
    element('td', {}, element('a', {href: '/console/reviews?tab=unassigned'}, 'Unassigned')),
    element('td', {class: 'number'}, count(workload.unassigned.reviews)),
    element('td', {class: 'wide'}, since(workload.unassigned.oldestSince)),
    element('td', {class: 'number wide'}, NONE), element('td', {class: 'number wide'}, NONE), element('td', {}, NONE), element('td', {}));
  if (reviewers.length === 0) {
    empty(reviewersTable, 'No reviewers yet', 'An administrator invites people and gives them the role reviewer.');
    return;
  }
  rows(reviewersTable, [unassigned, ...reviewers.map(reviewer => element('tr', {'data-user': reviewer.userId},
    element('td', {}, element('strong', {}, reviewer.name)),
    element('td', {class: 'number'}, count(reviewer.claimed.reviews)),
    element('td', {class: 'wide'}, since(reviewer.claimed.oldestSince)),
    element('td', {class: 'number wide'}, count(reviewer.decided)),
    element('td', {class: 'number wide'}, lasted(reviewer.medianSeconds)),
    element('td', {}, away(reviewer.absence)),
    element('td', {}, element('span', {class: 'row-of'},
      reviewer.claimed.reviews > 0 && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Reassign the reviews of ${reviewer.name}`, onclick: () => reassign(reviewer)}, 'Reassign'),
      changesAbsences && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Add an absence of ${reviewer.name}`, onclick: () => editAbsence({userId: reviewer.userId})}, 'Add absence')))))]);
}

function away(absence) {
  if (!absence) {
    return element('span', {class: 'muted'}, NONE);
  }
  return absence.current
    ? element('span', {class: 'badge badge-warning'}, icon('clock'), `Absent until ${day(absence.to)}`)
    : element('span', {}, `From ${day(absence.from)}`);
}

function showPrograms(workload) {
  if (workload.programs.length === 0) {
    empty(programsTable, 'Nothing waits', 'Programs appear here as soon as an application waits for a decision.');
    return;
  }
  rows(programsTable, workload.programs.map(program => element('tr', {},
    element('td', {}, element('a', {href: `/console/reviews?programInstanceId=${program.programInstanceId}`}, program.title)),
    element('td', {class: 'number'}, count(program.open.reviews)),
    element('td', {class: 'number wide'}, count(program.unassigned)),
    element('td', {}, since(program.open.oldestSince)),
    element('td', {class: 'number wide'}, count(program.decided)),
    element('td', {class: 'number wide'}, lasted(program.medianSeconds)),
    element('td', {class: 'number wide'}, lasted(program.p90Seconds)))));
}

async function showAbsences() {
  loading(absencesTable, 2);
  try {
    const absences = (await fetchAbsences()).data;
    if (absences.length === 0) {
      empty(absencesTable, 'No absences', 'An absent reviewer is assigned no review. Add an absence before a leave begins.', primaryAction());
      return;
    }
    rows(absencesTable, absences.map(absence => element('tr', {},
      element('td', {}, element('strong', {}, absence.name)),
      element('td', {}, span(absence), absence.current && [' ', element('span', {class: 'badge badge-warning'}, icon('clock'), 'Today')]),
      element('td', {class: 'wide'}, absence.claimedReviews === 'keep' ? 'Stay claimed' : absence.releasedAt ? 'Released' : 'Released on the first day'),
      element('td', {class: 'wide'}, absence.note ?? element('span', {class: 'muted'}, NONE)),
      element('td', {}, changesAbsences && element('span', {class: 'row-of'},
        element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Change the absence of ${absence.name}`, onclick: () => editAbsence(absence)}, 'Change'),
        element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Remove the absence of ${absence.name}`, onclick: () => removeAbsence(absence)}, 'Remove'))))));
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      failed(absencesTable, 'The absences could not be loaded', failure, showAbsences);
    }
  }
}

function field(label, control, hint) {
  const id = control.id;
  return element('div', {class: 'field'},
    element('label', {class: 'form-label', for: id}, label),
    hint && element('span', {class: 'form-hint', id: `${id}-hint`}, hint),
    control);
}

function choice(id, name, options, chosen) {
  return element('select', {class: 'form-select', id, name}, options.map(([value, text]) => element('option', {value, selected: value === chosen}, text)));
}

async function dialogOf(title, content, form, action) {
  return open(title, content, [{value: 'done', text: action, kind: 'primary'}, {value: null, text: 'Cancel'}], {close: () => {
    form.requestSubmit();
    return false;
  }});
}

const closeDialog = form => form.closest('dialog').dispatchEvent(new Event('cancel', {cancelable: true}));

function reassign(from) {
  const present = reviewers.filter(one => one.userId !== from.userId && !one.absence?.current);
  const form = element('form', {class: 'form'},
    field('New reviewer', choice('reassign-to', 'userId',
      [[UNASSIGNED, 'Unassigned: every reviewer can claim them'], ...present.map(one => [one.userId, `${one.name} (${many(one.claimed.reviews, 'review', 'reviews')})`])], UNASSIGNED),
    'People who are absent today are not listed.'),
    field('Reason (optional)', element('textarea', {class: 'form-control', id: 'reassign-reason', name: 'reason', maxlength: 2000, rows: 2}),
      'Kept in the history of each application.'));
  onSubmit(form, async values => {
    const done = await reassignAll(from, values);
    closeDialog(form);
    if (done.refused.length > 0) {
      toast(`${many(done.reassigned, 'review', 'reviews')} reassigned, ${count(done.refused.length)} refused: ${done.refused[0].message}`, {kind: 'danger'});
    } else {
      toast(`${many(done.reassigned, 'review', 'reviews')} of ${from.name} reassigned`);
    }
    await showWorkload();
  });
  return dialogOf(`Reassign ${many(from.claimed.reviews, 'review', 'reviews')} of ${from.name}`, form, form, 'Reassign');
}

// A request assigns a part of the reviews; refused ones stay where they are, so that a part without progress is the last.
async function reassignAll(from, {userId, reason}) {
  const done = {reassigned: 0, refused: []};
  let part;
  do {
    part = await call('POST', '/reviews/reassign',
      {fromUserId: from.userId, userId: userId === UNASSIGNED ? null : userId, reason: reason || null}, {once: newKey()});
    done.reassigned += part.reassigned;
    done.refused = part.data.filter(item => item.status === 'refused');
  } while (part.remaining > 0 && part.reassigned > 0);
  return done;
}

function editAbsence(absence) {
  const today = new Date().toLocaleDateString('sv');
  const form = element('form', {class: 'form'},
    field('Reviewer', choice('absence-user', 'userId', reviewers.map(one => [one.userId, one.name]), absence.userId)),
    field('First day', element('input', {class: 'form-control', type: 'date', id: 'absence-from', name: 'from', required: true, value: absence.from ?? today, 'data-missing': 'Enter the first day.'})),
    field('Last day', element('input', {class: 'form-control', type: 'date', id: 'absence-to', name: 'to', required: true, value: absence.to ?? today, 'data-missing': 'Enter the last day.'})),
    field('Claimed reviews', choice('absence-claimed', 'claimedReviews',
      [['release', 'Release them on the first day'], ['keep', 'Leave them claimed']], absence.claimedReviews ?? 'release')),
    field('Note (optional)', element('textarea', {class: 'form-control', id: 'absence-note', name: 'note', maxlength: 2000, rows: 2}, absence.note ?? ''),
      'Coordinators and administrators see it.'));
  onSubmit(form, async values => {
    const body = {...values, note: values.note.trim() || null};
    if (absence.id) {
      await call('PATCH', `/absences/${absence.id}`, body, {ifMatch: `"${absence.version}"`});
    } else {
      await call('POST', '/absences', body, {once: newKey()});
    }
    closeDialog(form);
    toast(absence.id ? 'Absence changed' : 'Absence added');
    await Promise.all([showWorkload(), showAbsences()]);
  });
  return dialogOf(absence.id ? 'Change absence' : 'Add absence', form, form, absence.id ? 'Save' : 'Add absence');
}

async function removeAbsence(absence) {
  if (!(await confirm('Remove this absence?', `${absence.name}, ${span(absence)}. Reviews that were released stay released.`, 'Remove'))) {
    return;
  }
  try {
    await exchange('DELETE', `/absences/${absence.id}`, undefined, {ifMatch: `"${absence.version}"`});
    toast('Absence removed');
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  await Promise.all([showWorkload(), showAbsences()]);
}

function choosePeriod() {
  chips.forEach(chip => chip.setAttribute('aria-pressed', String(Number(chip.dataset.days) === days())));
}

chips.forEach(chip => chip.addEventListener('click', () => {
  const address = new URL(location.href);
  address.searchParams.set('days', chip.dataset.days);
  history.replaceState(null, '', address);
  choosePeriod();
  showWorkload();
}));
addButton?.addEventListener('click', () => editAbsence({}));
choosePeriod();
showWorkload();
showAbsences();
