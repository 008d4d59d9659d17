// What people read for the values of programs, instances, pools and campaigns.

import {count, day, percent as formatPercent} from '../system/dates.js';
import {element, icon} from '../system/dom.js';

const ABBREVIATIONS = {kwh: 'kWh', kw: 'kW'};

/** `demand-response` becomes `Demand response`; `/review/reminderAfter` becomes `Reminder after`. */
export function words(text) {
  const plain = String(text).replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[-_]/g, ' ').toLowerCase();
  const known = plain.replaceAll(/\b(ev|hvac|kwh|kw|api|id|url|pdf)\b/g, word => ABBREVIATIONS[word] ?? word.toUpperCase());
  return known.charAt(0) === plain.charAt(0) ? plain.charAt(0).toUpperCase() + known.slice(1) : known;
}

/** `1 seat`, `3 seats` */
export const many = (amount, one, more = `${one}s`) => `${count(amount)} ${amount === 1 ? one : more}`;

/** Words for kinds of programs. */
export const TYPES = {
  'demand-response': 'Demand response', 'grid-services': 'Grid services', rebate: 'Rebate', 'energy-efficiency': 'Energy efficiency',
  vpp: 'Virtual power plant', 'time-of-use': 'Time of use', mentorship: 'Mentorship', language: 'Language', buddy: 'Buddy', upskilling: 'Upskilling',
};

export const typeWords = type => (type ? TYPES[type] ?? words(type) : 'No type');

/** The units of a pricing model, for one and for several. */
const UNITS = {seats: ['seat', 'seats'], credits: ['credit', 'credits'], iaas: ['learner', 'learners'], bundle: ['unit', 'units'], custom: ['unit', 'units'], budget: ['unit', 'units']};

export const units = (amount, model) => `${count(amount)} ${(UNITS[model] ?? UNITS.custom)[Number(amount) === 1 ? 0 : 1]}`;

export const MODELS = {
  seats: 'Seats', credits: 'Credits', iaas: 'Learners', bundle: 'Share of another pool', custom: 'Own measure', budget: 'Budget',
};

const LEVELS = {
  none: ['', 'success'], info: ['Above 80%', 'info'], warning: ['Above 90%', 'warning'], error: ['Full', 'danger'], critical: ['Above 110%', 'danger'],
};

/** Rounded down, so that only what is full says 100%. */
export const percent = share => formatPercent(Math.floor(share * 1000) / 1000);

/** The gauge of a pool with marks at 80, 90 and 100 percent, and its figures in words. */
export function gauge(pool, name = 'Capacity') {
  const used = Number(pool.reserved) + Number(pool.committed);
  const [words, meaning] = LEVELS[pool.level] ?? LEVELS.none;
  return element('div', {class: `gauge gauge-${meaning}`},
    element('div', {class: 'gauge-head'},
      element('strong', {}, `${percent(Number(pool.utilisation ?? 0))} taken`),
      words && element('span', {class: `badge badge-${meaning}`}, icon(meaning === 'info' ? 'info-circle' : 'exclamation-triangle'), words)),
    element('div', {class: 'gauge-scale'},
      element('progress', {class: 'progress', max: Number(pool.limit) || 1, value: Math.min(used, Number(pool.limit)), 'aria-label': `${name}: ${percent(Number(pool.utilisation ?? 0))} taken`}),
      [80, 90, 100].map(mark => element('span', {class: `gauge-mark gauge-mark-${mark}`, 'aria-hidden': 'true'}, `${mark}`))),
    element('p', {class: 'muted'}, `${count(pool.committed)} approved, ${count(pool.reserved)} waiting for a decision, ${units(pool.available, pool.pricingModel)} free of ${count(pool.limit)}.`));
}

/** `1 Mar 2027 – 30 Jun 2027`, `From 1 Mar 2027`, `Until 30 Jun 2027`, `No dates`. */
export function period(from, to) {
  if (!from && !to) {
    return 'No dates';
  }
  const last = to && (to.includes('T') ? new Date(new Date(to).getTime() - 1).toISOString() : to);
  return from && to ? `${day(from)} – ${day(last)}` : from ? `From ${day(from)}` : `Until ${day(last)}`;
}

/** `P2D` becomes `2 days`, `PT36H` becomes `36 hours`. */
export function duration(iso) {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso ?? '');
  if (!match) {
    return iso;
  }
  return ['week', 'day', 'hour', 'minute', 'second'].map((unit, n) => match[n + 1] && many(Number(match[n + 1]), unit)).filter(Boolean).join(' ');
}

/** A part of a page that could not be loaded: what failed, and a way to try again. */
export function failure(what, refusal, retry) {
  return element('div', {class: 'empty', role: 'alert'}, icon('exclamation-triangle'), element('h3', {}, what), element('p', {}, refusal.message),
    retry && element('button', {type: 'button', class: 'btn', onclick: retry}, icon('arrow-clockwise'), 'Try again'));
}

/** Skeleton lines while an answer is awaited. */
export const skeleton = (lines = 3) => Array.from({length: lines}, (_, n) => element('p', {'aria-hidden': 'true'}, element('span', {class: `skeleton${n === 0 ? '' : ' skeleton-long'}`})));

/** A definition list of pairs; pairs without a value are left out. */
export const facts = pairs => element('dl', {class: 'facts'}, pairs.filter(pair => pair && pair[1] !== null && pair[1] !== undefined && pair[1] !== '')
  .map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
