// Words and numbers of the reports.

import {count, locale, percent, quantity} from '../system/dates.js';
import {element} from '../system/dom.js';

const HOUR = 3600;
const short = new Intl.NumberFormat(locale, {maximumFractionDigits: 1});
const periods = {
  day: new Intl.DateTimeFormat(locale, {day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC'}),
  month: new Intl.DateTimeFormat(locale, {month: 'short', year: 'numeric', timeZone: 'UTC'}),
};

export const NONE = '–';
export const number = value => (value === null || value === undefined ? NONE : count(value));
export const amount = value => (value === null || value === undefined ? NONE : quantity(value));
export const rate = value => (value === null || value === undefined ? NONE : percent(value));

/** The rate of a part; a few of many are not 0 %, and all but a few are not 100 %. */
export function rateOf(part, whole) {
  if (!whole) {
    return NONE;
  }
  const words = percent(part / whole);
  if (part > 0 && words === percent(0)) {
    return `< ${percent(0.001)}`;
  }
  return part < whole && words === percent(1) ? `> ${percent(0.999)}` : words;
}

/** `4 s`, `12 min`, `5.5 h`, `3.2 d` */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return NONE;
  }
  if (seconds < 1) {
    return seconds === 0 ? '0' : '< 1 s';
  }
  if (seconds < 60) {
    return `${short.format(seconds)} s`;
  }
  if (seconds < HOUR) {
    return `${short.format(seconds / 60)} min`;
  }
  return seconds < 48 * HOUR ? `${short.format(seconds / HOUR)} h` : `${short.format(seconds / 24 / HOUR)} d`;
}

/** The distance in seconds between the marks of an axis: a round number of minutes, hours or days, at most six of them. */
export function durationSteps(most) {
  const rounds = [1, 5, 15, 30, 60, 300, 900, 1800, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 48 * HOUR, 120 * HOUR, 240 * HOUR, 720 * HOUR, 2160 * HOUR];
  return rounds.find(step => most / step <= 6) ?? 8760 * HOUR;
}

/** `3 Nov 2026`, or `Nov 2026` for a month. */
export const period = (from, interval) => (periods[interval] ?? periods.day).format(new Date(`${from}T00:00:00Z`));

/** `outside-territory` becomes `Outside territory`. */
export function sentence(code) {
  const words = code.replaceAll('-', ' ').replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export const STAGES = {
  created: 'Applied', evaluated: 'Checked', eligible: 'Eligible', ineligible: 'Not eligible', submitted: 'Submitted', decided: 'Decided',
  approved: 'Approved', rejected: 'Rejected', unenrolled: 'Left', reopened: 'Checked again', erased: 'Erased',
};
export const STEPS = {
  evaluation: 'Eligibility check', application: 'Completing the application', decision: 'Review', participation: 'Participation',
  ineligible: 'Not eligible', rejected: 'Rejected', left: 'Left',
};
export const BY = {
  program: 'Program', instance: 'Program instance', campaign: 'Campaign', state: 'State', manufacturer: 'Manufacturer', tag: 'Tag', source: 'Source',
};
const SOURCES = {user: 'Staff', key: 'API', renewal: 'Renewal', rollover: 'Rollover'};
export const source = value => SOURCES[value] ?? sentence(value);

/** A share as a number with a small bar. */
export function shareBar(value) {
  const bar = element('span', {});
  bar.style.width = `${Math.round((value ?? 0) * 100)}%`;
  return element('span', {class: 'share'}, rate(value), element('span', {class: 'share-bar', 'aria-hidden': 'true'}, bar));
}
