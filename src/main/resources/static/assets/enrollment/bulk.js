// One step with several applications: a preview, what would be refused, then the progress and the outcome.

import {call, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {open} from '../system/dialog.js';
import {element, fill} from '../system/dom.js';
import {askReason, askRejection} from './questions.js';
import {applications, refusalWords} from './words.js';

const POLL_MILLIS = 700;

/** Refused applications that are named. */
const NAMED = 20;

/** `done` completes "3 of 4 would be …"; `ask` asks for the reason, where one is needed. */
const STEPS = {
  approve: {verb: 'Approve', done: 'approved', kind: 'primary'},
  reject: {verb: 'Reject', done: 'rejected', kind: 'danger', ask: title => askRejection(null, title)},
  submit: {verb: 'Submit', done: 'submitted', kind: 'primary'},
  evaluate: {verb: 'Evaluate', done: 'evaluated again', kind: 'primary'},
  unenroll: {verb: 'Unenroll', done: 'unenrolled', kind: 'danger', ask: title => askReason(title, 'Unenroll', {hint: 'It is kept in the history of each.', missing: 'Write a reason.'})},
};

/**
 * @param step      approve, reject, submit, evaluate or unenroll
 * @param selection `ids`, or `filter` of one program instance with its `total`; `names` by id
 * @returns ids of the enrollments that took the step; with a filter the id of the bulk decision alone
 */
export async function takeStep(step, {ids, filter, total = ids.length, names = new Map()}) {
  const {verb, done, kind, ask} = STEPS[step];
  const reason = ask ? await ask(`${verb} ${applications(total)}`) : undefined;
  if (reason === null) {
    return [];
  }
  const order = {action: step, ...(ids ? {ids} : {filter}), ...(reason ? {reason} : {})};
  const place = element('div', {class: 'stack'}, element('p', {role: 'status'}, 'Checking what would happen…'));
  const fail = failure => fill(place, element('p', {class: 'form-error', role: 'alert'}, element('span', {}, failure.message)));
  const preview = call('POST', '/enrollments/bulk', {...order, dryRun: true});
  preview.then(result => fill(place, forecast(done, result, names)), fail);
  const once = newKey();
  let moved;
  await open(`${verb} ${applications(total)}?`, place, [
    {value: 'decide', text: verb, kind},
    {value: null, text: 'Cancel'},
  ], {close: async (value, dialog) => {
    if (moved) {
      return true;
    }
    try {
      await preview;
      const bar = element('progress', {class: 'progress', 'aria-label': 'Progress', max: total, value: 0});
      fill(place, element('p', {role: 'status'}, 'Working…'), bar);
      const job = await settled(await call('POST', '/enrollments/bulk', order, {once}), processed => {
        bar.value = processed;
      });
      const items = await outcomes(job.id);
      moved = items.filter(item => item.outcome === 'moved').map(item => item.enrollmentId);
      if (job.awaitingConfirmation || moved.length < items.length) {
        fill(place, report(done, job, items, names));
        const [main, cancel] = dialog.querySelectorAll('.dialog-actions button');
        main.textContent = 'Close';
        main.className = 'btn';
        cancel.hidden = true;
        return false;
      }
      return true;
    } catch (failure) {
      fail(failure);
      return false;
    }
  }});
  return moved ?? [];
}

/** What would happen, with the applications that would be refused and why, as the server says. */
function forecast(done, preview, names) {
  const refusals = preview.refusals ?? [];
  return [
    element('p', {role: 'status'}, `${count(preview.moved)} of ${count(preview.total)} would be ${done}.`),
    refusals.length > 0 && element('p', {}, 'These would be refused and stay as they are:'),
    refusals.length > 0 && element('ul', {}, refusals.map(refusal => element('li', {},
      element('strong', {}, named(refusal, names)), `: ${refusalWords(refusal)}`))),
    preview.confirmationNeeded && element('p', {class: 'muted'}, 'So many need the confirmation of a second person.'),
  ];
}

/** The people of a reason where the page knows them, else their number. */
function named({count: number, enrollmentIds = []}, names) {
  const known = enrollmentIds.map(id => names.get(id)).filter(Boolean);
  if (known.length === 0) {
    return applications(number);
  }
  return number > known.length ? `${known.join(', ')} and ${count(number - known.length)} more` : known.join(', ');
}

/** What happened. */
function report(done, job, items, names) {
  if (job.awaitingConfirmation) {
    return element('p', {role: 'status'}, 'Another person has to confirm this. Nothing changed yet.');
  }
  const refused = items.filter(item => item.outcome !== 'moved');
  return [
    element('p', {role: 'status'}, `${count(items.length - refused.length)} of ${count(items.length)} ${done}.`),
    element('p', {}, 'Refused, and as they were:'),
    element('ul', {}, refused.slice(0, NAMED).map(item => element('li', {},
      element('strong', {}, names.get(item.enrollmentId) ?? 'Another application'), `: ${refusalWords(item)}`))),
    refused.length > NAMED && element('p', {class: 'muted'}, `And ${count(refused.length - NAMED)} more.`),
  ];
}

async function settled(job, progress) {
  let now = job;
  while (['queued', 'running'].includes(now.status) && !now.awaitingConfirmation) {
    progress(now.processed);
    await new Promise(later => setTimeout(later, POLL_MILLIS));
    now = await call('GET', `/bulkDecisions/${job.id}`);
  }
  return now;
}

async function outcomes(id) {
  const items = [];
  let after = '';
  do {
    const page = await call('GET', `/bulkDecisions/${id}/items?perPage=500&after=${after}`);
    items.push(...page.data);
    after = page.next;
  } while (after);
  return items;
}
