// The filters of a report: programs and period. They are kept in the address, and every tab keeps them.

import {call} from '../system/api.js';
import {element, fill} from '../system/dom.js';

const KEYS = {p: 'programSlug', i: 'programInstanceId', c: 'campaignId'};
const MOST = 500;
const DAY = 86_400_000;

const iso = time => new Date(time).toISOString().slice(0, 10);
const address = () => new URLSearchParams(location.search);

/** The parameters of the API that the address names: programs, from, to. */
export function query({days = true} = {}) {
  const given = address();
  const asked = new URLSearchParams();
  Object.values(KEYS).filter(key => given.get(key)).forEach(key => asked.set(key, given.get(key)));
  if (days && given.get('from')) {
    asked.set('from', given.get('from'));
  }
  if (days && given.get('until')) {
    asked.set('to', iso(Date.parse(given.get('until')) + DAY));
  }
  return asked;
}

/** A further choice in the address, such as `by`. */
export const choice = (name, otherwise) => address().get(name) ?? otherwise;

/** Changes the address; null removes a parameter. */
export function remember(values) {
  const made = new URL(location.href);
  Object.entries(values).forEach(([name, value]) => (value ? made.searchParams.set(name, value) : made.searchParams.delete(name)));
  history.replaceState(null, '', made);
  document.querySelectorAll('[data-tab]').forEach(tab => {
    const kept = new URLSearchParams(made.search);
    ['by', 'interval', 'dimension', 'value', 'count'].forEach(own => kept.delete(own));
    tab.search = kept.toString();
  });
}

/**
 * Fills the filters and calls `changed` after each change.
 *
 * @param defaultDays the period where the address names none; null for all time
 */
export async function filters(form, defaultDays, changed) {
  const scope = form.querySelector('[data-scope]');
  const chips = [...form.querySelectorAll('[data-period]')];
  const {from, until} = form.elements;
  const days = [...form.querySelectorAll('[data-days]')];
  if (defaultDays === undefined) {
    form.querySelector('[data-periods]').hidden = true;
    days.forEach(label => label.remove());
  } else if (!address().has('from') && !address().has('until') && address().get('period') !== 'all' && defaultDays) {
    remember({from: iso(Date.now() - defaultDays * DAY), until: null, period: null});
  }
  const show = () => {
    if (from) {
      from.value = address().get('from') ?? '';
      until.value = address().get('until') ?? '';
    }
    chips.forEach(chip => chip.setAttribute('aria-pressed', String(!address().get('until') && (chip.dataset.period
      ? address().get('from') === iso(Date.now() - chip.dataset.period * DAY)
      : !address().get('from')))));
  };
  const apply = values => {
    remember(values);
    show();
    changed();
  };
  form.addEventListener('submit', event => event.preventDefault());
  chips.forEach(chip => chip.addEventListener('click', () => apply(chip.dataset.period
    ? {from: iso(Date.now() - chip.dataset.period * DAY), until: null, period: null}
    : {from: null, until: null, period: 'all'})));
  from?.addEventListener('change', () => apply({from: from.value || null, period: from.value ? null : 'all'}));
  until?.addEventListener('change', () => apply({until: until.value || null}));
  scope.addEventListener('change', () => {
    const [kind, id] = [scope.value.slice(0, 1), scope.value.slice(2)];
    apply({programSlug: null, programInstanceId: null, campaignId: null, ...(kind && {[KEYS[kind]]: id})});
  });
  remember({});
  show();
  fill(scope, element('option', {value: ''}, 'All programs'), ...(await groups()));
  const chosen = Object.entries(KEYS).find(([, key]) => address().get(key));
  scope.value = chosen ? `${chosen[0]}:${address().get(chosen[1])}` : '';
}

/** What the person may not read is left out. */
async function groups() {
  const [programs, instances, campaigns] = await Promise.all([
    list(`/programs?perPage=${MOST}&sort=name`), list(`/programInstances?perPage=${MOST}&sort=title`), list(`/campaigns?perPage=${MOST}&sort=name`)]);
  return [
    group('Programs', programs.map(program => [`p:${program.slug}`, program.name])),
    group('Program instances', instances.map(instance => [`i:${instance.id}`, instance.title])),
    group('Campaigns', campaigns.map(campaign => [`c:${campaign.id}`, campaign.name])),
  ];
}

function group(label, choices) {
  return choices.length > 0 && element('optgroup', {label}, choices.map(([value, text]) => element('option', {value}, text)));
}

async function list(path) {
  try {
    return (await call('GET', path)).data;
  } catch (failure) {
    if (failure.status === 403) {
      return [];
    }
    throw failure;
  }
}
