// What people read for the values of the API.

import {count, day} from '../system/dates.js';
import {badge} from '../system/statuses.js';

const FLAGS = {
  overdue: ['Overdue', 'clock', 'danger'],
  verdictChanged: ['Verdict changed', 'flag', 'warning'],
  rulesChanged: ['Rules changed', 'table', 'warning'],
  possibleDuplicate: ['Possible duplicate', 'people', 'warning'],
  answerArrived: ['Answer arrived', 'reply', 'info'],
};

/** The badges of a review. */
export const flagBadges = flags => flags.filter(flag => FLAGS[flag]).map(flag => badge(...FLAGS[flag]));

export const VERDICTS = {
  eligible: ['Eligible', 'check-circle', 'success'],
  ineligible: ['Not eligible', 'x-circle', 'danger'],
  manual: ['The rules need a person', 'question-circle', 'warning'],
};

/** `tesla-powerwall` becomes `Tesla powerwall`; texts with spaces stay as they are. */
export function words(text) {
  const plain = /^[a-z0-9]+([-_][a-z0-9]+)+$/.test(text) ? text.replaceAll(/[-_]/g, ' ') : text;
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A value of an answer or a condition in the person's language; a dash where there is none. */
export function shown(value, type) {
  if (value === null || value === undefined || value === '') {
    return '–';
  }
  if (typeof value === 'boolean') {
    return value ? 'Yes' : 'No';
  }
  if (typeof value === 'number') {
    return count(value);
  }
  if (Array.isArray(value)) {
    return value.map(each => typeof each === 'string' ? words(each) : shown(each)).join(', ');
  }
  if (type === 'date' && /^\d{4}-\d{2}-\d{2}/.test(value)) {
    return day(value.slice(0, 10));
  }
  return typeof value === 'object' ? Object.values(value).map(each => shown(each)).join(', ') : value;
}

/** `1 application`, `3 applications` */
export const applications = number => `${count(number)} ${number === 1 ? 'application' : 'applications'}`;

/** A refusal of the server as a reviewer reads it: statuses have other names on this page. */
export const refusalWords = ({code, message, detail}) => code === 'illegal-transition'
  ? 'It no longer waits for this decision.' : message ?? detail ?? 'It was not decided.';

/** First and last name; the e-mail where there is none. */
export const personName = ({firstName, lastName, email}) => [firstName, lastName].filter(Boolean).join(' ') || email;

/** Badges of an enrollment beside its status. */
export const enrollmentFlags = item => [
  item.waitlistPosition && badge(`Waitlist, place ${count(item.waitlistPosition)}`, 'hourglass-split', 'info'),
  item.informationRequest && badge('Waiting for applicant', 'envelope', 'info'),
  item.verdictChanged && badge(...FLAGS.verdictChanged),
  item.rulesChanged && badge(...FLAGS.rulesChanged),
  item.informationProvidedAt && badge(...FLAGS.answerArrived),
].filter(Boolean);
