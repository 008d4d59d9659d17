// The audit trail: entries in words with old and new values, filters in the address, verification, export.

import {call} from '../system/api.js';
import {download} from '../system/download.js';
import {count, exact, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {field, formDialog, input} from '../system/form-dialog.js';
import {filterForm, list, readFilters} from '../system/filters.js';
import {actionWords, fieldWords, thingWords} from './words.js';

const table = document.querySelector('[data-audit]');
const exportLink = document.querySelector('[data-export]');
const verifyButton = document.querySelector('[data-verify]');
const place = document.querySelector('[data-verification]');
// each workspace has a chain of its own
const STORED = `enlist.audit.head.${verifyButton.dataset.workspace}`;

const THINGS = ['apiKey', 'bulkDecision', 'campaign', 'customer', 'document', 'enrollment', 'import', 'informationRequest', 'lead', 'note', 'organization', 'participantGroup',
  'person', 'program', 'programInstance', 'ruleSet', 'template', 'user', 'webhook', 'workflowTask', 'workspace'];
const ACTIONS = ['apiKey.issue', 'apiKey.revoke', 'apiKey.rotate', 'bulk.confirm', 'bulk.order', 'enrollment.create', 'enrollment.delete', 'enrollment.update', 'import.create',
  'person.erase', 'person.export', 'programInstance.create', 'programInstance.update', 'ruleSet.update', 'signIn.failed', 'user.invite', 'user.remove', 'user.resetPassword', 'user.roles', 'workflowTask.complete', 'workflowTask.fail', 'workflowTask.retry'];

const show = list(table, {
  path: '/audit', sort: '-at', what: 'The audit trail',
  none: ['Nothing yet', 'Each change in this workspace gets an entry.'],
  row: entry => element('tr', {},
    element('td', {}, element('strong', {}, actionWords(entry.action)), element('div', {class: 'muted small'},
      element('button', {type: 'button', class: 'link', title: 'Show all entries about this', onclick: () => narrow({subjectType: entry.subject.type, subjectId: entry.subject.id})}, thingWords(entry.subject.type)),
      ' ', element('code', {}, entry.subject.id.slice(0, 12)))),
    element('td', {}, entry.by.name, element('div', {class: 'muted small'}, [BY[entry.by.type], entry.ip].filter(Boolean).join(', '))),
    element('td', {class: 'wide'}, changes(entry)),
    element('td', {}, time(entry.at))),
});

const BY = {user: 'person', key: 'API key', rule: 'rules', process: 'process', applicant: 'applicant', system: 'system'};

/** Old and new values; fields that hold personal data are named without values. */
function changes(entry) {
  const before = entry.before ?? {};
  const after = entry.after ?? {};
  const known = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const named = (entry.changed ?? []).filter(name => !known.includes(name));
  if (known.length + named.length === 0) {
    return element('span', {class: 'muted'}, '–');
  }
  const lines = [
    ...known.map(name => element('li', {}, element('span', {class: 'muted'}, `${fieldWords(name.replace(/(?<=[a-z])Ids?$/, ''))}: `),
      name in before && element('del', {}, linked(name, before[name])), name in before && name in after && ' → ', name in after && element('ins', {}, linked(name, after[name])))),
    named.length > 0 && element('li', {class: 'muted'}, `${named.map(fieldWords).join(', ')} changed (personal data is not repeated here)`),
  ].filter(Boolean);
  return lines.length <= 3 ? element('ul', {class: 'changes'}, lines)
    : [element('ul', {class: 'changes'}, lines.slice(0, 2)), element('details', {}, element('summary', {}, `${lines.length - 2} more`), element('ul', {class: 'changes'}, lines.slice(2)))];
}

/** The pages of what a field names by its id. */
const PAGES = {enrollmentId: '/console/enrollments/', customerId: '/console/people/', programInstanceId: '/console/instances/', campaignId: '/console/campaigns/',
  participantGroupId: '/console/groups/', payoutBatchId: '/console/payouts/batches/', importId: '/console/imports/', instanceId: '/console/instances/'};
const ID = /^c[a-z0-9]{24}$/;

/** A value; an id is a link to its page, and small where it has none. */
function linked(name, value) {
  if (typeof value !== 'string' || !ID.test(value)) {
    return shown(value);
  }
  return PAGES[name] ? element('a', {href: `${PAGES[name]}${value}`, title: value}, 'open') : element('code', {class: 'muted small', title: value}, value.slice(0, 12));
}

function shown(value) {
  if (value === null || value === '' || value === 'null' || Array.isArray(value) && value.length === 0) {
    return 'none';
  }
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) {
    return exact(value);
  }
  if (Array.isArray(value)) {
    return value.map(shown).join(', ');
  }
  if (typeof value === 'object') {
    return Object.entries(value).map(([name, part]) => `${fieldWords(name).toLowerCase()} ${shown(part)}`).join('; ');
  }
  // a long value is recorded by its digest alone
  return /^(sha256:)?[0-9a-f]{64}$/.test(value) ? `content ${String(value).replace('sha256:', '').slice(0, 8)}…` : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

function narrow(filters) {
  history.pushState(null, '', `?${new URLSearchParams(filters)}`);
  const form = document.querySelector('[data-filters]');
  [...form.elements].filter(one => one.name).forEach(one => {
    one.value = filters[one.name] ?? '';
  });
  apply(readFilters(['action', 'subjectType', 'actorId', 'from', 'to', 'subjectId']));
}

function apply(filters) {
  exportLink.href = `/audit?${new URLSearchParams(Object.entries(filters).filter(([, value]) => value))}`;
  show(filters);
}

function remembered() {
  try {
    return localStorage.getItem(STORED) ?? '';
  } catch {
    // storage can be forbidden: the head can be entered
    return '';
  }
}

async function verify() {
  const result = await formDialog('Verify the trail', [
    element('p', {}, 'Every entry is recomputed and compared with its chain. With the head of an earlier verification it is also proven that the trail was not cut off or computed anew since.'),
    field('Head of an earlier verification', input('head', 'head', {value: remembered(), placeholder: '120:4f2c…', class: 'form-control monospace'}), 'Kept in this browser after each verification; keep it elsewhere too.', {optional: true}),
  ], 'Verify', async values => {
    fill(place, element('div', {class: 'alert alert-info', role: 'status'}, icon('hourglass-split'), element('div', {}, 'Verifying every entry…', element('progress', {class: 'progress', 'aria-label': 'Verifying'}))));
    try {
      return await call('GET', `/audit/verify${values.head.trim() ? `?head=${encodeURIComponent(values.head.trim())}` : ''}`);
    } catch (failure) {
      fill(place);
      throw failure;
    }
  }, {wide: true});
  if (result) {
    report(result);
  }
}

function report(result) {
  const kind = result.intact ? 'success' : 'danger';
  fill(place, element('div', {class: `alert alert-${kind}`, role: result.intact ? 'status' : 'alert'}, icon(result.intact ? 'shield-check' : 'exclamation-triangle'),
    element('div', {},
      element('strong', {}, result.intact ? `The trail is intact: ${count(result.entries)} entries verified.` : 'The trail was altered.'),
      result.firstFault && element('p', {}, `${result.firstFault.position > 0 ? `At entry ${count(result.firstFault.position)}: ` : ''}${result.firstFault.what}`),
      result.unsealed > 0 && element('p', {}, `${count(result.unsealed)} recent entries are not chained yet; they are within a few seconds.`),
      element('p', {class: 'break'}, 'Head: ', element('code', {'data-head': true}, result.head)),
      !result.keyedFrom && element('p', {class: 'muted'}, 'The chain has no key. With ENLIST_AUDIT_KEY a person with access to the database cannot compute it anew.'))));
  if (result.intact) {
    try {
      localStorage.setItem(STORED, result.head);
    } catch {
      // storage can be forbidden: the head is shown
    }
  }
}

// a link cannot ask for a format, so the file is fetched
exportLink.addEventListener('click', async event => {
  event.preventDefault();
  await download(exportLink.getAttribute('href'), 'text/csv', 'audit.csv', exportLink);
});
verifyButton.addEventListener('click', verify);

document.querySelector('#filter-subject-type').append(...THINGS.map(type => element('option', {value: type}, thingWords(type))));
document.querySelector('#actions').append(...ACTIONS.map(action => element('option', {value: action}, actionWords(action))));

async function actors() {
  try {
    const users = await call('GET', '/users?perPage=500');
    document.querySelector('#filter-actor').append(...users.data.filter(user => user.status === 'active').map(user => element('option', {value: user.id}, user.displayName)));
  } finally {
    apply(filterForm(document.querySelector('[data-filters]'), apply));
  }
}
actors();
