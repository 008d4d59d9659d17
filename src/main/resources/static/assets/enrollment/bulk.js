// One step with several applications: a preview with what would be refused, ten seconds for Undo, then the outcome.

import {call, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {open} from '../system/dialog.js';
import {element, fill} from '../system/dom.js';
import {toast} from '../system/toast.js';
import {askReason, askRejection} from './questions.js';
import {applications, refusalWords} from './words.js';

const POLL_MILLIS = 700;

/** How long a decision waits before it begins, so that it can be undone as a whole; as for a single one in the inbox. */
export const UNDO_SECONDS = 10;

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
 * @param selection `ids`, or `filter` of one program instance with its `total`; `names` by id; `begun` is called when the
 *                  decision is ordered
 * @returns ids of the enrollments that took the step; with a filter the id of the bulk decision alone
 */
export async function takeStep(step, {ids, filter, total = ids.length, names = new Map(), begun = () => {}}) {
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
  let made;
  const answer = await open(`${verb} ${applications(total)}?`, place, [
    {value: 'decide', text: verb, kind},
    {value: null, text: 'Cancel'},
  ], {close: async () => {
    try {
      await preview;
      made = await call('POST', '/enrollments/bulk', {...order, delaySeconds: UNDO_SECONDS}, {once});
      return true;
    } catch (failure) {
      fail(failure);
      return false;
    }
  }});
  if (answer === null) {
    return [];
  }
  begun();
  if (made.awaitingConfirmation) {
    toast('Another person has to confirm this. Nothing changed yet.', {kind: 'info', action: show(made)});
    return [];
  }
  const dismiss = toast(`${sentenceCase(applications(total))} will be ${done}.`, {kind: 'info', seconds: UNDO_SECONDS, action: {text: 'Undo', run: () => undo(made.id)}});
  const job = await settled(made);
  dismiss();
  const items = await outcomes(job.id);
  const moved = items.filter(item => item.outcome === 'moved').map(item => item.enrollmentId);
  if (job.status !== 'cancelled' && moved.length < items.length) {
    toast(report(done, items, names), {kind: 'danger', action: show(job)});
  }
  return moved;
}

/** Cancels a bulk decision before it begins. */
export async function undo(id) {
  try {
    const {processed} = await call('POST', `/bulkDecisions/${id}/cancel`, {}, {once: newKey()});
    toast(processed === 0 ? 'Undone. Nothing was decided.' : `Stopped after ${count(processed)}; what was decided stays.`, {kind: 'info'});
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

const show = ({id}) => ({text: 'Show', run: () => location.assign(`/console/bulk/${id}`)});
const sentenceCase = text => text.charAt(0).toUpperCase() + text.slice(1);

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

/** What happened, with the reason of the first refusal. */
function report(done, items, names) {
  const refused = items.filter(item => item.outcome !== 'moved');
  const [first] = refused;
  return `${count(items.length - refused.length)} of ${count(items.length)} ${done}. ${names.get(first.enrollmentId) ?? 'Refused'}: ${refusalWords(first)}${refused.length > 1 ? ` And ${count(refused.length - 1)} more.` : ''}`;
}

async function settled(job) {
  let now = job;
  while (['queued', 'running'].includes(now.status)) {
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
