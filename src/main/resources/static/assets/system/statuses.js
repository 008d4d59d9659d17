// What people read for a status: a word, an icon and a meaning. templates/components/badges.html has the same words.

import {element, icon} from './dom.js';

export const STATUSES = {
  candidate: ['Being checked', 'hourglass-split', 'neutral'],
  eligible: ['Eligible', 'check-lg', 'info'],
  ineligible: ['Not eligible', 'slash-circle', 'neutral'],
  submitted: ['Waiting for review', 'clock', 'warning'],
  approved: ['Approved', 'check-circle', 'success'],
  rejected: ['Rejected', 'x-circle', 'danger'],
  unenrolled: ['Left', 'box-arrow-right', 'neutral'],
};

/** The badge of an enrollment's status. */
export function statusBadge(status) {
  const [words, sign, meaning] = STATUSES[status];
  return badge(words, sign, meaning);
}

/** A badge; `meaning` is success, warning, danger, info or neutral. */
export function badge(words, sign, meaning = 'neutral') {
  return element('span', {class: `badge badge-${meaning}`}, sign && icon(sign), words);
}
