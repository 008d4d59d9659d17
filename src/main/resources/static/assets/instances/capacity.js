// Limits of an instance and of parts of its people, and the waitlist.

import {call, exchange, newKey} from '../system/api.js';
import {count, percent, time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {askReason} from '../enrollment/questions.js';
import {check, closeDialog, field, formDialog, input, number, select} from '../programs/fields.js';
import {poolFields, poolTerms} from '../programs/pool-form.js';
import {STATES, stateName} from '../programs/reference.js';
import {Resource} from '../programs/saving.js';
import {MODELS, failure, gauge, many, skeleton, units} from '../programs/words.js';

const head = document.querySelector('.instance-head');
const id = head.dataset.instance;
const scopes = new Set(head.dataset.scopes.split(' '));
const writes = scopes.has('capacity:write');
const place = name => document.querySelector(`[data-${name}]`);
const base = `/programInstances/${id}`;
const PER_PAGE = 25;

let groups = new Map();
let page = 0;

async function showPools() {
  fill(place('pools'), [0, 1].map(() => element('div', {class: 'card'}, element('div', {class: 'card-body'}, skeleton()))));
  try {
    const [own, segments, report, found] = await Promise.all([call('GET', `${base}/capacity`), call('GET', `${base}/capacity/segments?perPage=500`),
      call('GET', `/reports/capacity?programInstanceId=${id}&perPage=100`), call('GET', '/participantGroups?perPage=500')]);
    groups = new Map(found.data.map(group => [group.id, group.name]));
    const campaign = report.pools?.filter(pool => pool.ownerKind === 'campaign') ?? report.data?.filter(pool => pool.ownerKind === 'campaign') ?? [];
    fill(place('pools'), poolCard('Everyone', own, `${base}/capacity`),
      segments.data.map(pool => poolCard(segmentName(pool.segment), pool, `/capacityPools/${pool.id}`, true)),
      campaign.map(pool => poolCard(`Campaign ${pool.name ?? ''}`, pool)));
  } catch (refusal) {
    fill(place('pools'), failure('The limits could not be loaded', refusal, showPools));
  }
}

function segmentName({by, value}) {
  return by === 'state' ? `People in ${stateName(value)}` : by === 'group' ? `Group ${groups.get(value) ?? 'that was deleted'}` : `People with the tag ${value}`;
}

function poolCard(name, pool, path, closes = false) {
  return element('section', {class: 'card pool', 'aria-label': name},
    element('div', {class: 'card-header'}, element('h3', {}, name), pool.pricingModel && element('span', {class: 'muted'}, MODELS[pool.pricingModel] ?? pool.pricingModel)),
    element('div', {class: 'card-body stack'},
      pool.id ? [gauge(pool, name), terms(pool)] : element('p', {}, 'No limit. Everyone who is eligible can take part.')),
    writes && path && element('div', {class: 'card-footer row-of'},
      element('button', {type: 'button', class: 'btn btn-sm', onclick: () => editPool(name, path)}, pool.id ? 'Change' : 'Set a limit'),
      closes && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => closePool(name, pool)}, 'Remove')));
}

function terms(pool) {
  const parts = [
    Number(pool.unitsPerEnrollment ?? 1) !== 1 && `An application takes ${units(pool.unitsPerEnrollment, pool.pricingModel)}.`,
    Number(pool.overagePercent ?? 0) > 0 && `Up to ${percent(pool.overagePercent / 100)} above the limit is allowed.`,
    pool.reservationHours && `Units are kept for ${many(pool.reservationHours, 'hour')} while an application waits for a decision.`,
  ].filter(Boolean);
  return parts.length > 0 && element('p', {class: 'muted'}, parts.join(' '));
}

async function editPool(name, path) {
  let pool;
  try {
    pool = await Resource.read(path);
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
    return;
  }
  const form = element('form', {class: 'form'}, poolFields(pool.body));
  onSubmit(form, async () => {
    await pool.patch(poolTerms(form));
    closeDialog(form);
    toast('Limit saved');
    await Promise.all([showPools(), showWaitlist()]);
  });
  await formDialog(`Limit: ${name}`, form, 'Save', {intro: 'People who applied already are counted. The limit cannot be below what is taken.'});
}

async function closePool(name, pool) {
  if (!(await confirm(`Remove the limit for ${name}?`, 'It limits no application any more. The general limit still holds.', 'Remove'))) {
    return;
  }
  try {
    await exchange('DELETE', `/capacityPools/${pool.id}`, undefined, {ifMatch: `"${pool.version}"`});
    toast('Limit removed');
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
  await showPools();
}

place('add-segment')?.addEventListener('click', () => {
  const by = select('segment.by', [['state', 'A state'], ['tag', 'A tag'], ['group', 'A participant group']], 'state');
  const value = element('div');
  const choose = () => fill(value, by.value === 'state'
    ? field('State', select('segment.value', STATES.map(code => [code, stateName(code)])))
    : by.value === 'group' ? field('Group', select('segment.value', [...groups].length > 0 ? [...groups] : [['', 'There is no group yet']]))
    : field('Tag', input('segment.value', {required: true, maxlength: 100}), {hint: 'Applications with this tag, such as low-income.'}));
  by.addEventListener('change', choose);
  choose();
  const form = element('form', {class: 'form'}, field('Part of the people', by), value, poolFields({pricingModel: 'seats'}));
  onSubmit(form, async values => {
    await call('POST', `${base}/capacity/segments`, {segment: {by: values['segment.by'], value: values['segment.value']}, capacity: poolTerms(form, false)}, {once: newKey()});
    closeDialog(form);
    toast('Limit added');
    await showPools();
  });
  formDialog('Limit a part of the people', form, 'Add the limit', {intro: 'It holds beside the limit for everyone.'});
});

async function showWaitlist() {
  const table = place('waitlist');
  loading(table, 3);
  fill(place('waitlist-foot'));
  try {
    const waitlist = await call('GET', `${base}/waitlist?page=${page}&perPage=${PER_PAGE}`);
    place('waitlist-state').textContent = waitlist.enabled
      ? `When the limit is reached, people wait in the order in which they applied. A place is kept for ${many(waitlist.offerHours, 'hour')}; without a decision it goes to the next person.`
      : 'Switched off: when the limit is reached, applications are refused.';
    fill(place('waitlist-actions'), writes && [
      waitlist.enabled && waitlist.totalItems > 0 && element('button', {type: 'button', class: 'btn btn-primary', onclick: promote}, 'Offer places…'),
      element('button', {type: 'button', class: 'btn', onclick: editWaitlist}, waitlist.enabled ? 'Change' : 'Switch on')]);
    if (waitlist.data.length === 0) {
      empty(table, 'The waitlist is empty', waitlist.enabled ? 'People appear here when the limit is reached.' : 'Switch the waitlist on to keep applications that arrive when the limit is reached.');
      return;
    }
    rows(table, waitlist.data.map(each => element('tr', {},
      element('td', {}, element('a', {href: `/console/enrollments/${each.enrollmentId}`}, each.personName ?? 'Application')),
      element('td', {class: 'number'}, count(each.position)),
      element('td', {class: 'wide'}, each.applicationNumber ?? '–'),
      element('td', {}, time(each.enteredAt)),
      element('td', {}, element('span', {class: 'row-of'},
        scopes.has('enrollments:override') && each.position > 1 && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Move ${each.personName ?? 'the application'} to the front`, onclick: () => moveToFront(each)}, 'Move to the front'),
        scopes.has('enrollments:unenroll') && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Withdraw ${each.personName ?? 'the application'}`, onclick: () => withdraw(each)}, 'Withdraw'))))));
    fill(place('waitlist-foot'), element('span', {role: 'status'}, many(waitlist.totalItems, 'person waits', 'people wait')),
      waitlist.totalPages > 1 && element('span', {class: 'row-of'},
        turn('chevron-left', 'Previous page', page - 1, page > 0), turn('chevron-right', 'Next page', page + 1, page + 1 < waitlist.totalPages)));
  } catch (refusal) {
    failed(table, 'The waitlist could not be loaded', refusal, showWaitlist);
  }
}

const turn = (sign, words, to, possible) => element('button', {type: 'button', class: 'btn btn-sm btn-icon', 'aria-label': words, disabled: !possible, onclick: () => {
  page = to;
  showWaitlist();
}}, icon(sign));

async function editWaitlist() {
  const waitlist = await Resource.read(`${base}/waitlist`);
  const form = element('form', {class: 'form'},
    check('enabled', 'Keep a waitlist when the limit is reached', true, {hint: 'Without it, applications are refused when the limit is reached.'}),
    field('Hours that a place is kept', input('offerHours', {type: 'number', min: 1, max: 8760, value: waitlist.body.offerHours ?? 72, required: true}),
      {hint: 'So long reviewers have for a decision before the place goes to the next person.'}));
  onSubmit(form, async values => {
    await waitlist.patch({enabled: values.enabled === 'on', offerHours: number(values.offerHours)});
    closeDialog(form);
    toast('Waitlist saved');
    await showWaitlist();
  });
  await formDialog('Waitlist', form, 'Save', {intro: 'People who wait already keep their place when it is switched off.'});
}

// Places go to the first in line as soon as units are free: more places are more units.
async function promote() {
  const pool = await Resource.read(`${base}/capacity`);
  const limited = {seats: 'committedSeats', iaas: 'learnersCommitted', credits: 'creditAllocation'}[pool.body.pricingModel];
  if (!limited) {
    toast('Change the limit to offer more places.', {kind: 'info'});
    return;
  }
  const form = element('form', {class: 'form'},
    field('How many places', input('places', {type: 'number', min: 1, max: 10000, value: 1, required: true}),
      {hint: 'The limit rises by this number, and as many people move up, the first in line first.'}));
  onSubmit(form, async values => {
    const more = Number(values.places) * Number(pool.body.unitsPerEnrollment ?? 1);
    await pool.patch({[limited]: Number(pool.body[limited]) + more});
    closeDialog(form);
    toast(`The limit is ${count(Number(pool.body[limited]))} now. People move up within seconds.`);
    setTimeout(() => Promise.all([showPools(), showWaitlist()]), 2500);
  });
  await formDialog('Offer places to people who wait', form, 'Offer', {intro: 'Their applications are complete: they go to the reviewers at once.'});
}

async function moveToFront(each) {
  const reason = await askReason(`Move ${each.personName ?? 'this application'} to the front of the waitlist`, 'Move to the front',
    {hint: 'The next free place goes to this person. The reason is kept in the audit trail.', missing: 'Write a reason.', kind: 'primary'});
  if (!reason) {
    return;
  }
  try {
    await call('POST', `/enrollments/${each.enrollmentId}/promote`, {reason}, {once: newKey()});
    toast(`${each.personName ?? 'The application'} is first in line.`);
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
  await showWaitlist();
}

async function withdraw(each) {
  if (!(await confirm(`Withdraw ${each.personName ?? 'this application'} from the waitlist?`, 'The application stays eligible, without a place in line.', 'Withdraw'))) {
    return;
  }
  try {
    await call('POST', `/enrollments/${each.enrollmentId}/withdraw`, {}, {once: newKey()});
    toast('Withdrawn');
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
  await showWaitlist();
}

showPools();
showWaitlist();
