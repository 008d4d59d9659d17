// A new bulk decision: the enrollments (a program with filters, or the ids that another page hands over), the preview
// with refusals by reason, then the decision.

import {call, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {STATUSES} from '../system/statuses.js';
import {toast} from '../system/toast.js';
import {programInstances} from '../settings/instances.js';
import {UNDO_SECONDS} from '../enrollment/bulk.js';
import {ACTIONS, refusalReason} from './bulk-words.js';

const form = document.querySelector('[data-bulk]');
const card = document.querySelector('[data-preview]');
const body = document.querySelector('[data-preview-body]');
const FROM = {approve: ['submitted'], reject: ['submitted'], submit: ['eligible'], evaluate: ['candidate', 'eligible', 'ineligible', 'rejected'], unenroll: ['approved']};
/** Where a page leaves the ids of chosen enrollments: a JSON array in the storage of the tab. */
const CHOSEN = 'enlist.bulk.ids';
const parameters = new URLSearchParams(location.search);
const ids = parameters.has('chosen') ? chosen() : null;

function chosen() {
  try {
    return JSON.parse(sessionStorage.getItem(CHOSEN) ?? '[]');
  } catch {
    // no storage, or not a list: the page then asks for a program
    return [];
  }
}

async function start() {
  form.elements.action.value = parameters.get('action') in ACTIONS ? parameters.get('action') : 'approve';
  for (const name of ['state', 'tag', 'createdFrom', 'createdTo']) {
    form.elements[name].value = parameters.get(name) ?? '';
  }
  show();
  if (ids?.length > 0) {
    document.querySelector('[data-instance-field]').hidden = true;
    document.querySelector('[data-filter-fields]').hidden = true;
    form.elements.programInstanceId.required = false;
    const said = document.querySelector('[data-ids]');
    said.hidden = false;
    fill(said, icon('info-circle'), element('div', {}, `${count(ids.length)} ${ids.length === 1 ? 'enrollment was' : 'enrollments were'} chosen in the list.`));
    return;
  }
  try {
    const instances = await programInstances();
    form.elements.programInstanceId.append(...instances.map(([id, title]) => element('option', {value: id}, title)));
    form.elements.programInstanceId.value = parameters.get('programInstanceId') ?? '';
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

function show() {
  const action = form.elements.action.value;
  const needsReason = action === 'reject' || action === 'unenroll';
  document.querySelector('[data-kind-field]').hidden = action !== 'unenroll';
  document.querySelector('[data-optional]').hidden = needsReason;
  form.elements.reason.required = needsReason;
  card.hidden = true;
}

function order(values) {
  const filter = Object.fromEntries(['programInstanceId', 'state', 'tag', 'createdFrom', 'createdTo'].filter(name => values[name]).map(name => [name, values[name]]));
  return {
    action: values.action, ...(values.reason.trim() && {reason: values.reason.trim()}), ...(values.action === 'unenroll' && {kind: values.kind}),
    ...(ids?.length > 0 ? {ids} : {filter: {...filter, status: FROM[values.action]}}),
  };
}

onSubmit(form, async values => {
  const wanted = order(values);
  const preview = await call('POST', '/enrollments/bulk', {...wanted, dryRun: true});
  const [verb, done] = ACTIONS[wanted.action];
  const once = newKey();
  fill(body,
    element('p', {role: 'status', 'data-forecast': true}, preview.total === 0 ? 'No enrollment fits.' : `${count(preview.moved)} of ${count(preview.total)} would be ${done}.`),
    Object.keys(preview.byStatus).length > 0 && element('p', {class: 'muted'}, `Now: ${Object.entries(preview.byStatus).map(([status, number]) => `${count(number)} ${STATUSES[status][0].toLowerCase()}`).join(', ')}.`),
    preview.refusals.length > 0 && element('div', {}, element('p', {}, 'Refused, and left as they are:'),
      element('ul', {class: 'items-reasons'}, preview.refusals.map(one => element('li', {'data-code': one.code}, element('strong', {}, count(one.count)), refusalReason(one))))),
    ['submit', 'approve'].includes(wanted.action) && preview.moved > 0 && element('p', {class: 'muted'}, 'Places are taken when the decision is made: if none is left, the rest is refused or waits in line.'),
    preview.confirmationNeeded && element('div', {class: 'alert alert-warning', role: 'status'}, icon('person-check'), element('div', {}, 'So many need a second person, who confirms before anything happens.')),
    preview.moved > 0 && element('div', {class: 'form-actions'}, element('button', {type: 'button', class: `btn ${wanted.action === 'reject' || wanted.action === 'unenroll' ? 'btn-danger' : 'btn-primary'}`, 'data-decide': true,
      onclick: event => decide(event.currentTarget, wanted, preview, once)}, preview.confirmationNeeded ? `${verb} after confirmation` : `${verb} ${count(preview.moved)}`)));
  card.hidden = false;
  document.querySelector('#preview-title').focus();
});

async function decide(button, wanted, preview, once) {
  const [verb, done] = ACTIONS[wanted.action];
  if (!(await confirm(`${verb} ${count(preview.moved)} ${preview.moved === 1 ? 'enrollment' : 'enrollments'}?`, `They are ${done}, and the notifications of the program are sent. It begins after ten seconds; until then it can be undone.`, verb,
    {danger: wanted.action === 'reject' || wanted.action === 'unenroll'}))) {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  try {
    const made = await call('POST', '/enrollments/bulk', {...wanted, delaySeconds: UNDO_SECONDS}, {once});
    sessionStorage.removeItem(CHOSEN);
    location.assign(`/console/bulk/${made.id}`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
    button.removeAttribute('aria-busy');
  }
}

form.elements.action.addEventListener('change', show);
form.addEventListener('input', () => {
  card.hidden = true;
});
start();
