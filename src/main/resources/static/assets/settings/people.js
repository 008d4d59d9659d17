// People of the workspace: invite, change roles, hand over a password link, remove.

import {call, exchange, newKey} from '../system/api.js';
import {exact} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, icon} from '../system/dom.js';
import {MissingValue, checked, checks, field, formDialog, input, showSecret} from '../system/form-dialog.js';
import {rowMenu} from '../system/menu.js';
import {description, inOrder} from '../system/sessions.js';
import {badge} from '../system/statuses.js';
import {empty, failed, loading, primaryAction, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {programInstances, titleOf} from './instances.js';

const table = document.querySelector('[data-people]');
const inviteButton = document.querySelector('[data-invite]');
const me = table.dataset.me;
const roles = [...document.querySelectorAll('[data-role]')].map(term => [term.dataset.role, term.textContent, term.nextElementSibling.textContent]);
const roleTitle = wire => roles.find(([role]) => role === wire)[1];

async function show() {
  loading(table);
  try {
    const [users, instances] = await Promise.all([call('GET', '/users?perPage=500'), programInstances()]);
    if (users.data.length === 0) {
      empty(table, 'No people yet', 'Invite the first person.', primaryAction());
      return;
    }
    rows(table, users.data.sort((one, other) => one.displayName.localeCompare(other.displayName)).map(user => row(user, instances)));
  } catch (failure) {
    failed(table, 'The people could not be loaded', failure, show);
  }
}

function row(user, instances) {
  const invited = user.status === 'invited';
  const named = (text, style = 'menu-item') => ({type: 'button', class: style, 'aria-label': `${text}: ${user.displayName}`});
  return element('tr', {'data-user': user.id},
    element('td', {}, element('strong', {}, user.displayName), user.email === me && element('span', {class: 'muted'}, ' (you)'), element('div', {class: 'muted break'}, user.email)),
    element('td', {}, element('span', {class: 'badges'}, user.roles.map(role => badge(roleTitle(role))))),
    element('td', {class: 'wide'}, user.programInstanceIds.length === 0 ? 'All programs'
      : user.programInstanceIds.map(id => titleOf(instances, id)).join(', ')),
    element('td', {}, invited ? [badge('Invited', 'envelope', 'info'), element('div', {class: 'muted small'}, `until ${exact(user.expiresAt)}`)] : badge('Active', 'check-circle', 'success')),
    element('td', {}, inviteButton && element('span', {class: 'row-of'},
      element('button', {...named('Change', 'btn btn-sm'), onclick: () => change(user, instances)}, 'Change'),
      rowMenu(`More for ${user.displayName}`, [
        invited
          ? element('button', {...named('New link'), onclick: () => inviteAgain(user)}, icon('link-45deg'), 'New link')
          : [element('button', {...named('Sessions'), onclick: () => sessions(user)}, icon('display'), 'Sessions'),
            element('button', {...named('Reset password'), onclick: () => resetPassword(user)}, icon('key'), 'Reset password')],
        element('div', {class: 'menu-rule'}),
        element('button', {...named(invited ? 'Withdraw' : 'Remove', 'menu-item menu-item-danger'), onclick: () => remove(user)}, icon('trash'), invited ? 'Withdraw the invitation' : 'Remove from the workspace')]))));
}

const limits = (instances, chosen) => element('details', {class: 'choices', open: chosen.length > 0},
  element('summary', {}, 'Limit to some programs'),
  checks('Programs', 'programInstanceIds', instances, chosen, 'Without a choice the person works with all programs.'));

function mustHaveRole(form) {
  const chosen = checked(form, 'roles');
  if (chosen.length === 0) {
    throw new MissingValue('roles', 'Choose at least one role.');
  }
  return chosen;
}

async function invite() {
  const instances = await programInstances();
  const issued = await formDialog('Invite a person', [
    field('Name', input('invite-name', 'displayName', {required: true, maxlength: 100, 'data-missing': 'Enter the name of the person.'})),
    field('E-mail address', input('invite-email', 'email', {type: 'email', required: true, 'data-missing': 'Enter the e-mail address of the person.', 'data-invalid': 'Enter an e-mail address, such as robin@example.com.'}),
      'The person accepts the invitation and signs in with this address.'),
    checks('Roles', 'roles', roles, []),
    limits(instances, []),
  ], 'Send invitation', (values, form) => call('POST', '/users', {
    displayName: values.displayName, email: values.email, roles: mustHaveRole(form), programInstanceIds: checked(form, 'programInstanceIds'),
  }, {once: newKey()}), {wide: true});
  if (issued) {
    await show();
    await handOver(issued, `${issued.displayName} is invited`);
  }
}

const absolute = link => new URL(link, location.href).href;

function handOver(user, title) {
  return showSecret(title, 'Link', absolute(user.link),
    `Where mail is set up, ${user.email} gets this link. Otherwise hand it over yourself: it works once, until ${exact(user.expiresAt)}, and is shown only now.`);
}

async function inviteAgain(user) {
  try {
    const issued = await call('POST', '/users', {displayName: user.displayName, email: user.email, roles: user.roles, programInstanceIds: user.programInstanceIds}, {once: newKey()});
    await show();
    await handOver(issued, `A new link for ${user.displayName}`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

async function change(user, instances) {
  let current;
  try {
    current = await exchange('GET', `/users/${user.id}`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
    return;
  }
  const done = await formDialog(`Change ${user.displayName}`, [
    field('Name', input('change-name', 'displayName', {required: true, maxlength: 100, value: current.body.displayName, 'data-missing': 'Enter the name of the person.'})),
    checks('Roles', 'roles', roles, current.body.roles),
    limits(instances, current.body.programInstanceIds),
  ], 'Save', (values, form) => call('PATCH', `/users/${user.id}`, {
    displayName: values.displayName, roles: mustHaveRole(form), programInstanceIds: checked(form, 'programInstanceIds'),
  }, {ifMatch: current.tag}), {wide: true});
  if (done) {
    toast(`${done.displayName} changed`);
    await show();
  }
}

async function resetPassword(user) {
  if (!(await confirm(`Reset the password of ${user.displayName}?`, 'The present password stops working here, all sessions of the person end, and you get a link for a new password.', 'Reset password'))) {
    return;
  }
  try {
    await handOver(await call('POST', `/users/${user.id}/resetPassword`, {}, {once: newKey()}), `A link for ${user.displayName}`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

/** Where the person is signed in, and the way to end it. */
async function sessions(user) {
  let open;
  try {
    open = inOrder((await call('GET', `/users/${user.id}/sessions?perPage=500`)).data);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
    return;
  }
  if (open.length === 0) {
    toast(`${user.displayName} is not signed in to this workspace.`);
    return;
  }
  const ended = await formDialog(`Sessions of ${user.displayName}`, [
    element('p', {class: 'muted'}, 'In this workspace. The person can sign in again; remove the person or reset the password to prevent that.'),
    element('div', {class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': 'Sessions'}, element('table', {class: 'table'},
      element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, 'Browser'))),
      element('tbody', {}, open.map(session => element('tr', {}, description(session)))))),
  ], 'End all sessions', async () => {
    await call('POST', `/users/${user.id}/endSessions`, {}, {once: newKey()});
    return true;
  }, {danger: true, wide: true});
  if (ended) {
    toast(`The sessions of ${user.displayName} have ended.`);
  }
}

async function remove(user) {
  const invited = user.status === 'invited';
  if (!(await confirm(invited ? `Withdraw the invitation of ${user.displayName}?` : `Remove ${user.displayName}?`,
    invited ? 'The link stops working.' : 'The person can no longer sign in to this workspace. Histories keep the name.', invited ? 'Withdraw' : 'Remove'))) {
    return;
  }
  try {
    await call('DELETE', `/users/${user.id}`);
    toast(invited ? 'Invitation withdrawn' : `${user.displayName} removed`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  await show();
}

inviteButton?.addEventListener('click', invite);
show();
