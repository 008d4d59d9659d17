// What people read for activities and participations.

import {badge} from '../system/statuses.js';

export const KINDS = {event: 'Event', session: 'Session', meeting: 'Meeting'};

const STATUSES = {
  scheduled: ['Scheduled', 'calendar3', 'neutral'],
  announced: ['Announced', 'megaphone', 'info'],
  running: ['Running', 'broadcast', 'warning'],
  finished: ['Finished', 'check-circle', 'success'],
  cancelled: ['Cancelled', 'x-circle', 'neutral'],
};

const PARTICIPATIONS = {
  invited: ['Invited', 'envelope', 'neutral'],
  'opted-out': ['Opted out', 'dash-circle', 'neutral'],
  attended: ['Took part', 'check-circle', 'success'],
  absent: ['Absent', 'x-circle', 'danger'],
  delivered: ['Delivered', 'lightning-charge', 'success'],
};

export const PARTICIPATION_WORDS = Object.fromEntries(Object.entries(PARTICIPATIONS).map(([status, [words]]) => [status, words]));

export const activityBadge = status => badge(...STATUSES[status]);

export const participationBadge = status => badge(...PARTICIPATIONS[status]);
