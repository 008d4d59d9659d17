// What happened to the application: who, what, when.

import {call} from '../system/api.js';
import {assistanceWords} from '../system/assistance.js';
import {time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {STATUSES} from '../system/statuses.js';

const WHAT = {
  candidate: 'Application created',
  eligible: 'Found eligible',
  ineligible: 'Found not eligible',
  submitted: 'Submitted for review',
  approved: 'Approved',
  rejected: 'Rejected',
  unenrolled: 'Left the program',
};

const BY = {rule: 'The rules', process: 'Enlist', key: 'A connected system'};

/** Fills the panel; `requests` are the questions to the applicant, `assisted` says which member of staff applied for them. */
export async function timelinePanel(panel, detail, requests, assisted) {
  fill(panel, element('p', {}, element('span', {class: 'skeleton skeleton-long'})));
  try {
    const history = await call('GET', `/enrollments/${detail.enrollmentId}/history`);
    const entries = [
      ...history.data.map(move => ({at: move.at, by: move.by, sign: STATUSES[move.to][1],
        what: move.from && move.to === 'candidate' ? 'Evaluated again' : WHAT[move.to], why: move.reason})),
      ...history.assignments.map(assignment => ({at: assignment.at, by: assignment.by, sign: 'person-check', what: assignmentWords(assignment), why: assignment.reason})),
      ...requests.flatMap(questionEntries),
      ...(assisted ? [{at: assisted.at, by: assisted.by, sign: 'person-plus', what: 'Applied for the applicant', why: [assistanceWords(assisted), assisted.note].filter(Boolean).join(' ')}] : []),
    ].sort((one, other) => other.at.localeCompare(one.at));
    fill(panel, element('ol', {class: 'timeline'}, entries.map(entry => element('li', {},
      element('span', {class: 'timeline-mark', 'aria-hidden': 'true'}, icon(entry.sign)),
      element('div', {},
        element('strong', {}, entry.what), ' ', time(entry.at),
        entry.by && element('div', {class: 'muted'}, who(entry.by)),
        entry.why && element('p', {}, entry.why))))));
  } catch (failure) {
    fill(panel, element('p', {class: 'form-error', role: 'alert'}, element('span', {}, failure.message)),
      element('button', {type: 'button', class: 'btn', onclick: () => timelinePanel(panel, detail, requests, assisted)}, icon('arrow-clockwise'), 'Try again'));
  }
}

const ENDED = {answered: 'The applicant answered', cancelled: 'Question cancelled', unanswered: 'The applicant did not answer in time', closed: 'Question closed by the decision'};

const questionEntries = request => [
  {at: request.requestedAt, by: request.requestedBy, sign: 'envelope', what: 'Asked the applicant', why: request.message},
  request.closedAt && {at: request.closedAt, by: request.closedBy, sign: 'reply', what: ENDED[request.status], why: request.answer?.message},
].filter(Boolean);

const who = by => by.type === 'user' ? by.name : BY[by.type];

function assignmentWords({from, to}) {
  if (!to) {
    return `Released by ${from?.name ?? 'the reviewer'}`;
  }
  return from ? `Reassigned to ${to.name}` : `Claimed by ${to.name}`;
}
