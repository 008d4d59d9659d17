// API keys: issue with scopes and limits, show the secret once, rotate, change, revoke.

import {call, exchange, newKey} from '../system/api.js';
import {day, exact, time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element} from '../system/dom.js';
import {MissingValue, checked, field, formDialog, input, select, showSecret} from '../system/form-dialog.js';
import {badge} from '../system/statuses.js';
import {empty, failed, loading, primaryAction, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {programInstances, titleOf} from './instances.js';

const table = document.querySelector('[data-keys]');
const issueButton = document.querySelector('[data-issue]');
const chips = [...document.querySelectorAll('[data-shown]')];
const NONE = () => element('span', {class: 'muted'}, '–');
let all = [];
let instances = [];

const over = key => key.revokedAt !== null || key.expiresAt !== null && new Date(key.expiresAt) <= new Date();

async function load() {
  loading(table);
  try {
    const [keys, known] = await Promise.all([call('GET', '/apiKeys?perPage=500'), programInstances()]);
    all = keys.data.reverse();
    instances = known;
    show();
  } catch (failure) {
    failed(table, 'The keys could not be loaded', failure, load);
  }
}

function show() {
  const wanted = new URLSearchParams(location.search).get('shown') === 'revoked';
  chips.forEach(chip => chip.setAttribute('aria-pressed', String((chip.dataset.shown === 'revoked') === wanted)));
  const shown = all.filter(key => over(key) === wanted);
  if (shown.length === 0) {
    empty(table, wanted ? 'No key was revoked' : 'No keys yet', wanted ? 'Revoked and expired keys are kept here for reference.' : 'A program or a web form needs a key to call the API.', wanted ? null : primaryAction());
    return;
  }
  rows(table, shown.map(row));
}

function row(key) {
  const named = text => ({type: 'button', class: 'btn btn-sm', 'aria-label': `${text}: ${key.name}`});
  return element('tr', {'data-key-id': key.id},
    element('td', {}, element('strong', {}, key.name), element('div', {class: 'muted small'}, element('code', {}, `${key.secrets[0]?.hint ?? 'enl_'}…`), ` by ${key.issuedBy}`),
      key.secrets.length > 1 && element('div', {class: 'small'}, badge('Rotating', 'arrow-clockwise', 'info'), ` the earlier secret works until ${exact(key.secrets.find(secret => secret.expiresAt).expiresAt)}`)),
    element('td', {}, key.kind === 'server' ? badge('Everything', 'lightning-charge', 'warning')
      : element('details', {}, element('summary', {}, `${key.scopes.length} ${key.scopes.length === 1 ? 'scope' : 'scopes'}`), element('div', {class: 'small muted'}, key.scopes.join(', ')))),
    element('td', {class: 'wide'}, key.programInstanceId ? titleOf(instances, key.programInstanceId) : key.customerId ? 'One customer' : 'This workspace',
      key.topics.length > 0 && element('div', {class: 'small muted break'}, `Topics: ${key.topics.join(', ')}`),
      key.allowedOrigins.length > 0 && element('div', {class: 'small muted break'}, key.allowedOrigins.join(', '))),
    element('td', {}, key.lastUsedAt ? time(key.lastUsedAt) : element('span', {class: 'muted'}, 'Never')),
    element('td', {class: 'wide'}, key.revokedAt ? ['Revoked ', time(key.revokedAt)] : key.expiresAt ? day(key.expiresAt) : NONE()),
    element('td', {}, issueButton && !key.revokedAt && element('span', {class: 'row-of'},
      element('button', {...named('Change'), onclick: () => change(key)}, 'Change'),
      !over(key) && element('button', {...named('Rotate'), onclick: () => rotate(key)}, 'Rotate'),
      element('button', {...named('Revoke'), class: 'btn btn-sm btn-quiet', onclick: () => revoke(key)}, 'Revoke'))));
}

const origins = text => text.split(/\s+/).filter(Boolean);
const endOf = date => date ? new Date(`${date}T23:59:59`).toISOString() : null;
const dateOf = instant => instant ? new Date(instant).toLocaleDateString('sv') : '';

const expiry = value => field('Expires on', input('key-expires', 'expiresAt', {type: 'date', value}), 'The key works through that day. Without a date it never expires.', {optional: true});
const allowed = value => field('Web pages that may use it', element('textarea', {class: 'form-control', id: 'key-origins', name: 'allowedOrigins', rows: 2, placeholder: 'https://www.example.com'}, value),
  'Origins, one a line. Only for keys in web pages, which everybody can read.', {optional: true});

const topics = () => field('Topics of workflow requests', input('key-topics', 'topics', {placeholder: 'verify-account'}),
  'Separated by spaces. For keys of workers: the key gets requests of these topics and no others.', {optional: true});

async function issue() {
  const groups = document.querySelector('#scopes').content.cloneNode(true);
  const kind = select('key-kind', 'kind', [['scoped', 'Only what I choose below'], ['server', 'Everything: a server key']], 'scoped');
  const scopes = element('div', {class: 'field scope-groups'}, groups);
  kind.addEventListener('change', () => {
    scopes.hidden = kind.value === 'server';
  });
  const issued = await formDialog('New API key', [
    field('Name', input('key-name', 'name', {required: true, maxlength: 100, 'data-missing': 'Enter a name, such as the program that will use the key.'}), 'Tells later what the key is for.'),
    field('The key may do', kind),
    scopes,
    field('Limit to a program', select('key-instance', 'programInstanceId', [['', 'No limit: this workspace'], ...instances], ''), null, {optional: true}),
    topics(),
    expiry(''),
    allowed(''),
  ], 'Issue key', (values, form) => {
    const chosen = checked(form, 'scopes');
    if (values.kind === 'scoped' && chosen.length === 0) {
      throw new MissingValue('scopes', 'Choose at least one scope, or a server key.');
    }
    return call('POST', '/apiKeys', {
      name: values.name, ...(values.kind === 'scoped' && {scopes: chosen}), ...(values.programInstanceId && {programInstanceId: values.programInstanceId}),
      expiresAt: endOf(values.expiresAt), allowedOrigins: origins(values.allowedOrigins), ...(values.topics && {topics: origins(values.topics)}),
    }, {once: newKey()});
  }, {wide: true});
  if (issued) {
    await load();
    await tell(issued, `The key of ${issued.name}`);
  }
}

const tell = (issued, title) => showSecret(title, 'Key', issued.key, 'Copy it now and keep it in a safe place: it is shown only once and cannot be looked up later.');

async function change(key) {
  let current;
  try {
    current = await exchange('GET', `/apiKeys/${key.id}`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
    return;
  }
  const changed = await formDialog(`Change ${key.name}`, [
    field('Name', input('key-name', 'name', {required: true, maxlength: 100, value: current.body.name, 'data-missing': 'Enter a name.'})),
    expiry(dateOf(current.body.expiresAt)),
    allowed(current.body.allowedOrigins.join('\n')),
  ], 'Save', values => call('PATCH', `/apiKeys/${key.id}`, {
    name: values.name, expiresAt: values.expiresAt === dateOf(current.body.expiresAt) ? current.body.expiresAt : endOf(values.expiresAt), allowedOrigins: origins(values.allowedOrigins),
  }, {ifMatch: current.tag}));
  if (changed) {
    toast(`${changed.name} changed`);
    await load();
  }
}

async function rotate(key) {
  const issued = await formDialog(`Rotate ${key.name}`, [
    element('p', {}, 'You get a new secret. The present one keeps working for a while, so that programs can change over one by one.'),
    field('The present secret works for', select('overlap', 'overlapHours', [['0', 'No longer: it ends at once'], ['1', '1 hour'], ['24', '24 hours'], ['168', '7 days']], '24')),
  ], 'Rotate', values => call('POST', `/apiKeys/${key.id}/rotate`, {overlapHours: Number(values.overlapHours)}, {once: newKey()}));
  if (issued) {
    await load();
    await tell(issued, `The new secret of ${issued.name}`);
  }
}

async function revoke(key) {
  if (!(await confirm(`Revoke ${key.name}?`, 'Programs with this key are refused from now on. This cannot be undone.', 'Revoke'))) {
    return;
  }
  try {
    await call('DELETE', `/apiKeys/${key.id}`);
    toast(`${key.name} revoked`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  await load();
}

chips.forEach(chip => chip.addEventListener('click', () => {
  history.replaceState(null, '', chip.dataset.shown === 'revoked' ? '?shown=revoked' : location.pathname);
  show();
}));
issueButton?.addEventListener('click', issue);
load();
