// What people read for a payout and a batch.

import {element} from '../system/dom.js';
import {badge} from '../system/statuses.js';

export const PAYOUT_STATUSES = {
  due: ['Due', 'clock', 'warning'],
  scheduled: ['In a batch', 'calendar3', 'info'],
  sent: ['Sent to the bank', 'send', 'info'],
  paid: ['Paid', 'check-circle', 'success'],
  failed: ['Failed', 'x-circle', 'danger'],
  returned: ['Returned', 'reply', 'danger'],
  cancelled: ['Cancelled', 'slash-circle', 'neutral'],
};

const BATCH_STATUSES = {
  draft: ['Waits for a second person', 'hourglass-split', 'warning'],
  released: ['With the bank', 'send', 'info'],
  completed: ['Answered', 'check-circle', 'success'],
  cancelled: ['Cancelled', 'slash-circle', 'neutral'],
};

const KINDS = {incentive: 'Incentive', correction: 'Correction', reissue: 'Paid again', activity: 'Activity'};

/** The badges of a payout: its status, and that it is held. */
export const payoutBadges = payout => [badge(...PAYOUT_STATUSES[payout.status]), payout.hold && [' ', badge('Held', 'lock', 'warning')]];

/** Why a payout is where it is: the reason of a hold, a failure or a cancellation. */
export const payoutReason = payout => payout.hold?.reason || payout.reason;

export const batchBadge = batch => badge(...BATCH_STATUSES[batch.status]);

export const kindWords = payout => KINDS[payout.kind];

/** Who gets a payout, with a link to the enrollment; of an erased person nothing is left. */
export const payee = payout => payout.person
  ? [element('a', {href: `/console/enrollments/${payout.enrollmentId}`}, payout.person.name), element('div', {class: 'muted small code'}, payout.person.applicationNumber)]
  : element('span', {class: 'muted'}, 'Erased person');
