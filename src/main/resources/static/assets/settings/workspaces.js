// The organization and its workspaces: create, rename, time zone and contact, switch; other organizations for the operator.

import {call, exchange, newKey} from '../system/api.js';
import {day} from '../system/dates.js';
import {element, fill} from '../system/dom.js';
import {field, formDialog, input, showSecret} from '../system/form-dialog.js';
import {badge} from '../system/statuses.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';

const table = document.querySelector('[data-workspaces]');
const others = document.querySelector('[data-organizations]');
const {here} = table.dataset;
const writes = table.dataset.writes === 'true';
const NONE = () => element('span', {class: 'muted'}, 'As the organization');
let organization;

async function show() {
  loading(table, 2);
  try {
    const [session, organizations] = await Promise.all([call('GET', '/session'), call('GET', '/organizations?perPage=500')]);
    organization = organizations.data.find(one => one.id === session.organizationId);
    fill(document.querySelector('[data-organization]'),
      element('dt', {}, 'Name'), element('dd', {'data-organization-name': true}, organization.name),
      element('dt', {}, 'Time zone'), element('dd', {}, organization.timeZone ?? 'UTC'));
    document.querySelector('[data-change-organization]').hidden = !writes;
    rows(table, organization.workspaces.map(row));
    showOthers(organizations.data.filter(one => one.id !== organization.id), session);
  } catch (failure) {
    failed(table, 'The workspaces could not be loaded', failure, show);
  }
}

function row(workspace) {
  return element('tr', {'data-workspace': workspace.id},
    element('td', {}, element('strong', {}, workspace.name), ' ', workspace.id === here && badge('You are here', 'geo-alt', 'info')),
    element('td', {class: 'wide'}, workspace.timeZone ?? NONE()),
    element('td', {class: 'wide break'}, workspace.contact ?? element('span', {class: 'muted'}, '–')),
    element('td', {class: 'wide'}, day(workspace.createdAt)),
    element('td', {}, element('span', {class: 'row-of'},
      workspace.id !== here && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Switch to ${workspace.name}`, onclick: () => enter(workspace)}, 'Switch'),
      writes && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Change ${workspace.name}`, onclick: () => change(workspace)}, 'Change'))));
}

async function enter(workspace) {
  try {
    await call('POST', '/session/workspace', {workspaceId: workspace.id});
    location.assign('/console');
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

const zone = (value, hint) => field('Time zone', input('time-zone', 'timeZone', {list: 'time-zones', value, placeholder: 'America/New_York'}), hint, {optional: true});

async function change(workspace) {
  await guarded(async () => {
    const {body, tag} = await exchange('GET', `/workspaces/${workspace.id}`);
    const done = await formDialog(`Change ${workspace.name}`, [
      field('Name', input('workspace-name', 'name', {required: true, maxlength: 100, value: body.name, 'data-missing': 'Enter a name.'})),
      zone(body.timeZone, 'In which dates without a time are days. Without one, that of the organization.'),
      field('Contact', input('workspace-contact', 'contact', {value: body.contact}), 'Where people who get mails can ask: the address of a page, or an e-mail address.', {optional: true}),
    ], 'Save', ({name, timeZone, contact}) => call('PATCH', `/workspaces/${workspace.id}`, {name, timeZone: timeZone.trim() || null, contact: contact.trim() || null}, {ifMatch: tag}));
    if (done) {
      toast(`${done.name} changed`);
      await show();
    }
  });
}

async function changeOrganization() {
  await guarded(async () => {
    const {body, tag} = await exchange('GET', `/organizations/${organization.id}`);
    const done = await formDialog('Change the organization', [
      field('Name', input('organization-name', 'name', {required: true, maxlength: 200, value: body.name, 'data-missing': 'Enter a name.'}), 'In mails and on pages of applicants.'),
      zone(body.timeZone, 'For workspaces without one of their own; UTC without one.'),
    ], 'Save', ({name, timeZone}) => call('PATCH', `/organizations/${organization.id}`, {name, timeZone: timeZone.trim() || null}, {ifMatch: tag}));
    if (done) {
      toast('Organization changed');
      await show();
    }
  });
}

async function guarded(work) {
  try {
    await work();
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

async function create() {
  const made = await formDialog('New workspace', [
    element('p', {}, 'It begins empty, with programs, people and keys of its own. You become its administrator.'),
    field('Name', input('new-name', 'name', {required: true, maxlength: 100, placeholder: 'Staging', 'data-missing': 'Enter a name.'})),
  ], 'Create workspace', ({name}) => call('POST', '/workspaces', {name}, {once: newKey()}));
  if (made) {
    await show();
    await showSecret(`${made.name} is ready`, 'First server key', made.key, 'This key may do everything in the new workspace. Copy it now: it is shown only once.');
  }
}

function showOthers(all, session) {
  const operates = all.length > 0 || writes && session.scopes.includes('workspaces:write') && document.querySelector('[data-others]').dataset.operates === 'true';
  document.querySelector('[data-others]').hidden = !operates;
  if (all.length === 0) {
    empty(others, 'No other organizations', 'As the operator of this installation you can create organizations, each with workspaces, people and keys of its own.');
    return;
  }
  rows(others, all.map(one => element('tr', {},
    element('td', {}, element('strong', {}, one.name)), element('td', {class: 'wide'}, day(one.createdAt)),
    element('td', {}, element('span', {class: 'row-of'}, element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `New first key of ${one.name}`, onclick: () => firstKey(one)}, 'New first key'))))));
}

async function firstKey(one) {
  const made = await formDialog(`New first key of ${one.name}`, [
    element('p', {}, 'For an organization that lost its keys. Valid keys stay valid. The audit trail of both organizations tells of it.'),
  ], 'Issue key', () => call('POST', `/organizations/${one.id}/firstKey`, {}, {once: newKey()}));
  if (made) {
    await showSecret(`The key of ${one.name}`, 'Server key of production', made.key, 'Hand it over on a safe way: it is shown only once.');
  }
}

async function createOrganization() {
  const made = await formDialog('New organization', [
    field('Name', input('organization-name', 'name', {required: true, maxlength: 200, 'data-missing': 'Enter the name of the organization.'}), 'It gets the workspaces production and sandbox.'),
  ], 'Create organization', ({name}) => call('POST', '/organizations', {name}, {once: newKey()}));
  if (made) {
    await show();
    for (const workspace of made.workspaces) {
      await showSecret(`${made.name} is ready`, `First server key of ${workspace.name}`, workspace.key, 'Hand it over on a safe way: it is shown only once.');
    }
  }
}

document.querySelector('[data-create]')?.addEventListener('click', create);
document.querySelector('[data-create-organization]').addEventListener('click', createOrganization);
document.querySelector('[data-change-organization]').addEventListener('click', changeOrganization);
show();
