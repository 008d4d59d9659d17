// The activities of an instance: schedule, announce, cancel; and who takes part in one of them.

import {call, newKey} from '../system/api.js';
import {count, time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {money} from '../system/money.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {closeDialog, field, formDialog, input, select, text, textarea} from '../programs/fields.js';
import {Resource} from '../programs/saving.js';
import {STATES, stateName} from '../programs/reference.js';
import {facts, failure, many, skeleton} from '../programs/words.js';
import {KINDS, PARTICIPATION_WORDS, activityBadge, participationBadge} from './activity-words.js';
import {importRows} from './import-dialog.js';
import {instantOf, span, wallTime} from './zoned.js';

const head = document.querySelector('.instance-head');
const {instance: id, zone} = head.dataset;
const scopes = new Set(head.dataset.scopes.split(' '));
const writes = scopes.has('activities:write');
const place = name => document.querySelector(`[data-${name}]`);
const PER_PAGE = 25;

let page = 0;
let participants = {page: 0, status: ''};

const tookPart = counts => counts.attended + counts.delivered;
const all = counts => counts.invited + counts.optedOut + counts.attended + counts.absent + counts.delivered;
const chosen = () => location.hash.slice(1);

async function showList() {
  const table = place('activities');
  loading(table, 4);
  fill(place('foot'));
  try {
    const found = await call('GET', `/programInstances/${id}/activities?sort=-startsAt&page=${page}&perPage=${PER_PAGE}`);
    if (found.data.length === 0 && page === 0) {
      empty(table, 'No activities yet', 'Schedule an event, a session or a meeting, then invite the participants.',
        writes && element('button', {type: 'button', class: 'btn', onclick: () => edit()}, 'Schedule an activity'));
      return;
    }
    rows(table, found.data.map(each => element('tr', {},
      element('td', {}, element('a', {href: `#${each.id}`}, each.title)),
      element('td', {class: 'wide'}, KINDS[each.kind]),
      element('td', {}, span(each.startsAt, each.endsAt, zone)),
      element('td', {}, activityBadge(each.status)),
      element('td', {class: 'number'}, count(all(each.participations))),
      element('td', {class: 'number wide'}, count(each.participations.optedOut)),
      element('td', {class: 'number'}, count(tookPart(each.participations))))));
    fill(place('foot'), element('span', {role: 'status'}, many(found.totalItems, 'activity', 'activities')), pages(found, page, to => {
      page = to;
      showList();
    }));
  } catch (refusal) {
    failed(table, 'The activities could not be loaded', refusal, showList);
  }
}

const pages = (found, now, go) => found.totalPages > 1 && element('span', {class: 'row-of'},
  turn('chevron-left', 'Previous page', now > 0, () => go(now - 1)), turn('chevron-right', 'Next page', now + 1 < found.totalPages, () => go(now + 1)));

const turn = (sign, words, possible, onclick) => element('button', {type: 'button', class: 'btn btn-sm btn-icon', 'aria-label': words, disabled: !possible, onclick}, icon(sign));

function audienceFields(audience = {}) {
  return element('fieldset', {class: 'field'}, element('legend', {}, 'Who is invited'),
    element('span', {class: 'form-hint'}, 'Approved participants. Each choice narrows them.'),
    field('State', select('audience.state', [['', 'All states'], ...STATES.map(code => [code, stateName(code)])], audience.state)),
    field('Tag', input('audience.tag', {value: audience.tag ?? '', maxlength: 100}), {optional: true, hint: 'Only applications with this tag.'}),
    field('Maker', input('audience.manufacturer', {value: audience.manufacturer ?? '', maxlength: 100}), {optional: true, hint: 'Only people with a device of this maker, such as tesla.'}));
}

/** Schedules an activity, or changes one. */
async function edit(activity) {
  const now = activity?.body;
  const begin = now ? wallTime(now.startsAt, zone) : `${wallTime(new Date(Date.now() + 7 * 86_400_000).toISOString(), zone).slice(0, 10)}T16:00`;
  const end = now ? wallTime(now.endsAt, zone) : `${begin.slice(0, 10)}T18:00`;
  const zoneHint = `In ${zone.replaceAll('_', ' ')}.`;
  const form = element('form', {class: 'form'},
    field('Kind', select('kind', Object.entries(KINDS), now?.kind ?? 'event')),
    field('Title', input('title', {value: now?.title ?? '', required: true, maxlength: 200, 'data-missing': 'Write a title, such as Peak event.'}), {hint: 'Participants read it.'}),
    field('Beginning', input('startsAt', {type: 'datetime-local', value: begin, required: true}), {hint: zoneHint}),
    field('End', input('endsAt', {type: 'datetime-local', value: end, required: true}), {hint: zoneHint}),
    field('Place', input('location', {value: now?.location ?? '', maxlength: 200}), {optional: true}),
    field('Unit of what is delivered', input('unit', {value: now?.unit ?? '', maxlength: 20}), {optional: true, hint: 'Such as kW. Leave it empty where no quantity is recorded.'}),
    field('Description', textarea('description', now?.description ?? '', {rows: 3, maxlength: 5000}), {optional: true}),
    audienceFields(now?.audience));
  onSubmit(form, async values => {
    const body = {
      kind: values.kind, title: values.title.trim(),
      startsAt: instantOf(values.startsAt, zone), endsAt: instantOf(values.endsAt, zone),
      location: text(values.location), unit: text(values.unit), description: text(values.description),
      audience: {state: text(values['audience.state']), tag: text(values['audience.tag']), manufacturer: text(values['audience.manufacturer'])},
    };
    if (activity) {
      await activity.patch(body);
    } else {
      const made = await call('POST', `/programInstances/${id}/activities`, without(body), {once: newKey()});
      location.hash = made.id;
    }
    closeDialog(form);
    toast(activity ? 'Activity saved' : 'Activity scheduled');
    await show();
  });
  await formDialog(activity ? `Change ${now.title}` : 'Schedule an activity', form, activity ? 'Save' : 'Schedule',
    {wide: true, intro: activity && now.status === 'announced' ? 'The invited get an e-mail if the time or the place changes.' : undefined});
}

/** A request has no members that are null. */
function without(body) {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)
    .map(([name, value]) => [name, typeof value === 'object' ? without(value) : value]));
}

async function showDetail() {
  const at = place('detail');
  fill(at, skeleton());
  let activity;
  try {
    activity = await Resource.read(`/activities/${chosen()}`);
  } catch (refusal) {
    fill(at, back(), refusal.status === 404 ? element('div', {class: 'empty', role: 'status'}, icon('inbox'), element('h2', {id: 'activity-title'}, 'This activity does not exist any more')) : failure('The activity could not be loaded', refusal, showDetail));
    return;
  }
  const now = activity.body;
  const pays = scopes.has('payouts:write') && now.status === 'finished' && tookPart(now.participations) > 0 && await payment();
  const table = element('table', {class: 'table'},
    element('thead', {}, element('tr', {}, ['Participant', 'State'].map(words => element('th', {scope: 'col'}, words)),
      element('th', {scope: 'col', class: 'number'}, now.unit ?? 'Quantity'), element('th', {scope: 'col', class: 'wide'}, 'Changed'), element('th', {scope: 'col', 'aria-label': 'Actions'}))),
    element('tbody', {}));
  const foot = element('div', {class: 'table-foot'});
  const filter = select('status', [['', 'All states'], ...Object.entries(PARTICIPATION_WORDS)], participants.status, {'aria-label': 'State of the participation', onchange: () => {
    participants = {page: 0, status: filter.value};
    showParticipants(activity, table, foot);
  }});
  fill(at, back(),
    element('header', {class: 'part-head'},
      element('div', {}, element('h2', {id: 'activity-title'}, now.title, ' ', activityBadge(now.status)),
        element('p', {class: 'muted'}, `${KINDS[now.kind]} · ${span(now.startsAt, now.endsAt, zone)}`)),
      element('div', {class: 'row-of'}, actions(activity), pays && element('button', {type: 'button', class: 'btn btn-primary', onclick: () => pay(now)}, icon('cash-coin'), 'Pay participants'))),
    element('div', {class: 'card'}, element('div', {class: 'card-body'}, facts([
      ['Place', now.location],
      ['Description', now.description],
      ['For', audienceWords(now.audience)],
      ['Invited', invitedWords(now)],
      ['Reminder', now.remindAt && ['announced', 'scheduled'].includes(now.status) && element('span', {}, time(now.remindAt))],
      ['Took part', `${count(tookPart(now.participations))} of ${count(all(now.participations))}`],
      ['Cancelled because', now.cancelReason],
    ]))),
    element('header', {class: 'part-head'}, element('h3', {id: 'participants-title'}, 'Participants'), element('div', {class: 'row-of'}, filter)),
    element('div', {class: 'table-frame', tabindex: 0, role: 'region', 'aria-labelledby': 'participants-title'}, table, foot));
  await showParticipants(activity, table, foot);
  if (['queued', 'running'].includes(now.invitation?.status)) {
    setTimeout(() => chosen() === now.id && showDetail(), 1500);
  }
}

const back = () => element('a', {class: 'back', href: '#'}, icon('arrow-left'), ' All activities');

function audienceWords({state, tag, manufacturer, status}) {
  const parts = [state && `in ${stateName(state)}`, tag && `with the tag ${tag}`, manufacturer && `with a device of ${manufacturer}`].filter(Boolean);
  const people = status ? `Enrollments that are ${status.join(' or ')}` : 'Approved participants';
  return `${people}${parts.length > 0 ? ` ${parts.join(', ')}` : ''}`;
}

function invitedWords({invitation, participations, status}) {
  if (!invitation) {
    return ['finished', 'cancelled'].includes(status) ? null : 'Not yet';
  }
  return ['queued', 'running'].includes(invitation.status)
    ? `In progress: ${count(invitation.processed)} so far`
    : element('span', {}, `${count(all(participations))}, last `, time(invitation.createdAt));
}

function actions(activity) {
  const now = activity.body;
  if (!writes) {
    return null;
  }
  const before = ['scheduled', 'announced'].includes(now.status);
  const over = ['finished', 'cancelled'].includes(now.status);
  return [
    !over && element('button', {type: 'button', class: 'btn', onclick: () => edit(activity)}, icon('pencil'), 'Change'),
    !over && now.announcedAt && element('button', {type: 'button', class: 'btn btn-outline-danger', onclick: () => cancel(activity)}, 'Cancel it'),
    !over && !now.announcedAt && element('button', {type: 'button', class: 'btn btn-outline-danger', onclick: () => remove(activity)}, 'Delete'),
    before && element('button', {type: 'button', class: 'btn btn-primary', onclick: () => invite(now)}, icon('send'), now.announcedAt ? 'Invite new participants' : 'Invite'),
  ];
}

async function attempt(work, words) {
  try {
    await work();
    toast(words);
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
  await show();
}

async function invite(now) {
  const words = `${audienceWords(now.audience)} who have no invitation yet get one, by e-mail too. They are reminded before it begins.`;
  if (await confirm(now.announcedAt ? 'Invite the new participants?' : `Invite to ${now.title}?`, words, 'Invite', {danger: false})) {
    await attempt(() => call('POST', `/activities/${now.id}/invite`, undefined, {once: newKey()}), 'Invitations are on their way');
  }
}

/** What the configuration pays for an activity; undefined where nothing. */
const payment = async () => (await call('GET', `/programInstances/${id}`)).config?.activities?.payment;

async function pay(now) {
  if (!await confirm(`Pay for ${now.title}?`, 'A payout becomes due for each approved participant who attended or delivered and is not paid for it yet.', 'Pay', {danger: false})) {
    return;
  }
  try {
    const paid = await call('POST', `/activities/${now.id}/payouts`, undefined, {once: newKey()});
    toast(paid.count === 0 ? 'All participants are paid already' : `${many(paid.count, 'payout')} of ${money(paid.amount, paid.currency)} are due${paid.more ? '; repeat for the others' : ''}`);
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
}

async function cancel(activity) {
  const reason = input('reason', {maxlength: 500});
  const form = element('form', {class: 'form'}, field('Reason', reason, {optional: true, hint: 'For colleagues. Participants do not see it.'}));
  onSubmit(form, async values => {
    await activity.send('POST', `/activities/${activity.body.id}/cancel`, text(values.reason) ? {reason: text(values.reason)} : {}, {once: newKey()});
    closeDialog(form);
    toast('Activity cancelled');
    await show();
  });
  await formDialog(`Cancel ${activity.body.title}?`, form, 'Cancel the activity', {danger: true, intro: 'The invited get an e-mail. This cannot be undone.'});
}

async function remove(activity) {
  if (await confirm(`Delete ${activity.body.title}?`, 'Participants do not know of it yet.', 'Delete')) {
    await attempt(() => activity.send('DELETE', `/activities/${activity.body.id}`), 'Activity deleted');
    location.hash = '';
  }
}

async function showParticipants(activity, table, foot) {
  const now = activity.body;
  loading(table, 3);
  fill(foot);
  try {
    const found = await call('GET', `/activities/${now.id}/participations?page=${participants.page}&perPage=${PER_PAGE}${participants.status && `&status=${participants.status}`}`);
    if (found.data.length === 0) {
      empty(table, participants.status ? 'No participants in this state' : 'No participants yet', now.announcedAt ? 'The audience has no approved enrollments.' : 'Invite them, or import who took part.');
      return;
    }
    rows(table, found.data.map(each => element('tr', {},
      element('td', {}, each.enrollmentId ? element('a', {href: `/console/enrollments/${each.enrollmentId}`}, each.name || each.applicationNumber) : 'Erased person'),
      element('td', {}, participationBadge(each.status)),
      element('td', {class: 'number'}, each.quantity === null ? '–' : count(each.quantity)),
      element('td', {class: 'wide'}, time(each.updatedAt), each.by.type === 'applicant' && ' by the participant'),
      element('td', {}, writes && each.enrollmentId && now.status !== 'cancelled' && element('button', {
        type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Record participation of ${each.name || each.applicationNumber}`, onclick: () => record(now, each)}, 'Record')))));
    fill(foot, element('span', {role: 'status'}, many(found.totalItems, 'participant')), pages(found, participants.page, to => {
      participants.page = to;
      showParticipants(activity, table, foot);
    }));
  } catch (refusal) {
    failed(table, 'The participants could not be loaded', refusal, () => showParticipants(activity, table, foot));
  }
}

async function record(now, each) {
  const begun = new Date(now.startsAt) <= new Date();
  const possible = Object.entries(PARTICIPATION_WORDS).filter(([status]) => (begun || ['invited', 'opted-out'].includes(status)) && (now.unit || status !== 'delivered'));
  const status = select('status', possible, each.status);
  const quantity = element('div', {}, field(`Quantity in ${now.unit}`, input('quantity', {type: 'number', min: 0, step: 'any', value: each.quantity ?? ''})));
  const choose = () => {
    quantity.hidden = status.value !== 'delivered';
    quantity.querySelector('input').required = !quantity.hidden;
  };
  status.addEventListener('change', choose);
  choose();
  const form = element('form', {class: 'form'}, field('Participation', status), quantity);
  onSubmit(form, async values => {
    await call('POST', `/activities/${now.id}/participations`, {enrollmentId: each.enrollmentId, status: values.status,
      ...(values.status === 'delivered' && {quantity: Number(values.quantity)})}, {once: newKey()});
    closeDialog(form);
    toast('Recorded');
    await show();
  });
  await formDialog(each.name || each.applicationNumber, form, 'Save', {intro: begun ? undefined : 'Results are recorded from the beginning of the activity on.'});
}

async function show() {
  const one = chosen();
  place('list').hidden = Boolean(one);
  place('detail').hidden = !one;
  await (one ? showDetail() : showList());
}

place('schedule')?.addEventListener('click', () => edit());
place('import')?.addEventListener('click', () => importRows(id, 'participations', 'Import participation',
  'A CSV file with the columns applicationNumber, activityId, status (attended, absent, delivered, opted-out) and quantity.'));
addEventListener('hashchange', () => {
  participants = {page: 0, status: ''};
  show();
});
show();
