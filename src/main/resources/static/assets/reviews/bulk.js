// Decisions about several applications: a preview with those that would fail, then the progress.

import {call, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {open} from '../system/dialog.js';
import {element, fill} from '../system/dom.js';
import {askRejection} from './actions.js';
import {applications, refusalWords} from './words.js';

const POLL_MILLIS = 700;

/**
 * @param action  approve or reject
 * @param reviews the chosen reviews
 * @param member  id of the person
 * @returns ids of the enrollments that were decided
 */
export async function decideMany(action, reviews, member) {
  const reason = action === 'reject' ? await askRejection(null, `Reject ${applications(reviews.length)}`) : undefined;
  if (reason === null) {
    return [];
  }
  const order = {action, ids: reviews.map(review => review.enrollmentId), ...(reason ? {reason} : {})};
  const place = element('div', {class: 'stack'}, element('p', {role: 'status'}, 'Checking what would happen…'));
  const fail = failure => fill(place, element('p', {class: 'form-error', role: 'alert'}, element('span', {}, failure.message)));
  const preview = call('POST', '/enrollments/bulk', {...order, dryRun: true});
  preview.then(result => fill(place, forecast(action, result, reviews, member)), fail);
  const verb = action === 'approve' ? 'Approve' : 'Reject';
  const once = newKey();
  let moved;
  await open(`${verb} ${applications(reviews.length)}?`, place, [
    {value: 'decide', text: verb, kind: action === 'approve' ? 'primary' : 'danger'},
    {value: null, text: 'Cancel'},
  ], {close: async (value, dialog) => {
    if (moved) {
      return true;
    }
    try {
      await preview;
      const bar = element('progress', {class: 'progress', 'aria-label': 'Progress', max: reviews.length, value: 0});
      fill(place, element('p', {role: 'status'}, 'Deciding…'), bar);
      const job = await settled(await call('POST', '/enrollments/bulk', order, {once}), done => {
        bar.value = done;
      });
      const items = await outcomes(job.id);
      moved = items.filter(item => item.outcome === 'moved').map(item => item.enrollmentId);
      if (job.awaitingConfirmation || moved.length < reviews.length) {
        fill(place, report(action, job, items, reviews));
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

/** What would happen, with the applications that would be refused and why. */
function forecast(action, preview, reviews, member) {
  const doubtful = reviews.map(review => [review, doubt(action, review, member)]).filter(([, why]) => why);
  return [
    element('p', {role: 'status'}, `${count(preview.moved)} of ${count(preview.total)} would be ${action === 'approve' ? 'approved' : 'rejected'}.`),
    doubtful.length > 0 && element('p', {}, 'These would be refused and stay in the inbox:'),
    doubtful.length > 0 && element('ul', {}, doubtful.map(([review, why]) => element('li', {}, element('strong', {}, review.personName), `: ${why}`))),
    preview.confirmationNeeded && element('p', {class: 'muted'}, 'So many need the confirmation of a second person.'),
  ];
}

function doubt(action, review, member) {
  if (review.assignee && review.assignee.id !== member) {
    return `claimed by ${review.assignee.name}`;
  }
  if (review.kind === 'manual-evaluation') {
    return 'to be evaluated first';
  }
  if (action === 'approve' && review.waitingSince) {
    return 'waits for the answer of the applicant';
  }
  return action === 'approve' && review.flags.includes('verdictChanged') ? 'the rules no longer find the applicant eligible' : null;
}

/** What happened. */
function report(action, job, items, reviews) {
  if (job.awaitingConfirmation) {
    return element('p', {role: 'status'}, 'Another person has to confirm this decision. Nothing is decided yet.');
  }
  const names = new Map(reviews.map(review => [review.enrollmentId, review.personName]));
  const refused = items.filter(item => item.outcome !== 'moved');
  return [
    element('p', {role: 'status'}, `${count(items.length - refused.length)} of ${count(items.length)} ${action === 'approve' ? 'approved' : 'rejected'}.`),
    element('p', {}, 'Refused, and still in the inbox:'),
    element('ul', {}, refused.map(item => element('li', {}, element('strong', {}, names.get(item.enrollmentId)), `: ${refusalWords(item)}`))),
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
