// One person: contact facts, all enrollments, possible duplicates, notes, export and erasure.

import {call, exchange, newKey} from '../system/api.js';
import {time} from '../system/dates.js';
import {open} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {badge, statusBadge} from '../system/statuses.js';
import {tabs} from '../system/tabs.js';
import {toast} from '../system/toast.js';
import {duplicateCards} from '../enrollment/duplicates.js';
import {changedFacts, control} from '../enrollment/facts.js';
import {enrollmentFlags, personName} from '../enrollment/words.js';

const page = document.querySelector('.enrollment');
const byId = id => document.getElementById(id);
const {id, member} = page.dataset;
const scopes = new Set(page.dataset.scopes.split(' '));

/** Enrollments whose notes are read. */
const MOST_NOTED = 10;

const FACTS = [
  {pointer: '/firstName', label: 'First name'}, {pointer: '/lastName', label: 'Last name'}, {pointer: '/email', label: 'E-mail'},
  {pointer: '/phone', label: 'Telephone'}, {pointer: '/address/streetOne', label: 'Street'}, {pointer: '/address/streetTwo', label: 'Street, second line'},
  {pointer: '/address/city', label: 'City'}, {pointer: '/address/state', label: 'State'}, {pointer: '/address/postalCode', label: 'Postal code'},
].map(field => ({...field, type: 'text'}));

let known;

async function load() {
  let kind = 'customers';
  let read;
  try {
    read = await exchange('GET', `/customers/${id}`);
  } catch (failure) {
    if (failure.problem?.mergedInto) {
      location.replace(`/console/people/${failure.problem.mergedInto}`);
      return;
    }
    if (failure.status !== 404) {
      throw failure;
    }
    kind = 'leads';
    read = await exchange('GET', `/leads/${id}`);
  }
  const customer = kind === 'customers';
  const [enrollments, duplicates] = await Promise.all([
    scopes.has('enrollments:read') ? call('GET', `/enrollments?${customer ? 'customerId' : 'leadId'}=${id}&perPage=100`) : {data: []},
    customer ? call('GET', `/customers/duplicates?customerId=${id}&perPage=20`) : {data: []},
  ]);
  const titles = new Map();
  if (enrollments.data.length > 0) {
    (await call('GET', '/programInstances?perPage=500')).data.forEach(instance => titles.set(instance.id, instance.title));
  }
  known = {person: read.body, tag: read.tag, customer, enrollments: enrollments.data, duplicates: duplicates.data, titles};
}

async function show() {
  byId('content').setAttribute('aria-busy', 'true');
  try {
    await load();
    if (known) {
      render();
    }
  } catch (failure) {
    fill(byId('right'));
    fill(byId('context'));
    fill(byId('left'), element('div', {class: 'empty', role: 'alert'}, icon('exclamation-triangle'),
      element('h2', {}, failure.status === 404 ? 'This person does not exist any more' : 'The person could not be loaded'),
      element('p', {}, failure.status === 404 ? 'They may have been erased or merged.' : failure.message),
      element('button', {type: 'button', class: 'btn', onclick: show}, icon('arrow-clockwise'), 'Try again')));
  } finally {
    byId('content').removeAttribute('aria-busy');
  }
}

function render() {
  const {person, customer} = known;
  const name = personName(person);
  byId('person').textContent = name;
  document.title = `${name} · Enlist`;
  fill(byId('context'), badge(customer ? 'Customer' : 'Lead', 'person', 'neutral'), element('span', {}, person.email), element('span', {}, 'known since ', time(person.createdAt)));
  fill(byId('actions'),
    scopes.has('people:write') && element('button', {type: 'button', class: 'btn', 'data-action': 'edit', onclick: edit}, icon('pencil'), 'Edit'),
    scopes.has('people:write') && !customer && !person.customerId && element('button', {type: 'button', class: 'btn', 'data-action': 'convert', onclick: convert}, icon('person-check'), 'Make a customer'),
    scopes.has('people:erase') && element('button', {type: 'button', class: 'btn', 'data-action': 'export', onclick: exportData}, icon('download'), 'Export data'),
    scopes.has('people:erase') && element('button', {type: 'button', class: 'btn btn-outline-danger', 'data-action': 'erase', onclick: erase}, icon('trash'), 'Erase…'));
  fill(byId('left'), panels());
  fill(byId('right'), facts());
}

function panels() {
  const {enrollments, duplicates} = known;
  const all = [
    ['enrollments', 'Enrollments', enrollments.length, enrollmentsPanel],
    known.customer && ['duplicates', 'Possible duplicates', duplicates.length, panel => fill(panel, duplicates.length > 0
      ? duplicateCards(duplicates, id, {scopes}, changed)
      : element('div', {class: 'empty'}, icon('people'), element('h3', {}, 'No possible duplicates'), element('p', {}, 'No other customer shares a telephone, an address or a serial number.')))],
    scopes.has('notes:read') && ['notes', 'Notes', null, notesPanel],
  ].filter(Boolean);
  const boxes = Object.fromEntries(all.map(([name], n) => [name, element('div', {id: `panel-${name}`, class: 'application-panel', role: 'tabpanel', 'aria-labelledby': `tab-${name}`, hidden: n > 0})]));
  const filled = new Set();
  const openTab = name => {
    if (!filled.has(name)) {
      filled.add(name);
      all.find(([one]) => one === name)[3](boxes[name]);
    }
  };
  const bar = element('div', {class: 'tabs', role: 'tablist', 'aria-label': 'Parts of the person'}, all.map(([name, title, amount], n) => element('button', {
    type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}`, 'aria-selected': String(n === 0)},
  title, amount > 0 && element('span', {class: 'count'}, String(amount)))));
  tabs(bar, tab => openTab(tab.replace('tab-', '')));
  openTab('enrollments');
  return [bar, ...Object.values(boxes)];
}

/** After a merge or a dismissal; this person may have been merged into the other one. */
const changed = () => show();

function enrollmentsPanel(panel) {
  const {enrollments, titles} = known;
  if (enrollments.length === 0) {
    fill(panel, element('div', {class: 'empty'}, icon('clipboard-check'), element('h3', {}, 'No enrollments'), element('p', {}, 'This person has not applied yet.')));
    return;
  }
  fill(panel, element('div', {class: 'table-frame table-frame-wide enrollments'}, element('table', {class: 'table table-cards', 'aria-label': 'Enrollments'},
    element('thead', {}, element('tr', {}, ['Program', 'Number', 'Status', 'Applied'].map(title => element('th', {scope: 'col'}, title)))),
    element('tbody', {}, enrollments.map(item => element('tr', {},
      element('td', {class: 'card-heading'}, element('a', {href: `/console/enrollments/${item.id}`}, titles.get(item.programInstanceId) ?? item.applicationNumber)),
      element('td', {'data-label': 'Number'}, element('span', {class: 'code'}, item.applicationNumber)),
      element('td', {'data-label': 'Status'}, statusBadge(item.eligibility.status), ' ', enrollmentFlags(item)),
      element('td', {'data-label': 'Applied'}, time(item.createdAt))))))));
}

async function notesPanel(panel) {
  fill(panel, element('p', {}, element('span', {class: 'skeleton skeleton-long'})));
  try {
    const of = known.enrollments.slice(0, MOST_NOTED);
    const found = (await Promise.all(of.map(async item => (await call('GET', `/enrollments/${item.id}/notes?perPage=100`)).data.map(note => ({...note, item}))))).flat()
      .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
    fill(panel, found.length === 0
      ? element('div', {class: 'empty'}, icon('journal-text'), element('h3', {}, 'No notes'), element('p', {}, 'Notes are written on the page of an enrollment.'))
      : element('ul', {class: 'application-notes'}, found.map(note => element('li', {}, element('div', {},
        element('p', {class: 'application-prose'}, note.text),
        element('div', {class: 'muted'}, note.author.id === member ? 'You' : note.author.name, ' · ', time(note.createdAt), ' · ',
          element('a', {href: `/console/enrollments/${note.item.id}#notes`}, note.item.applicationNumber)))))));
  } catch (failure) {
    fill(panel, element('p', {class: 'form-error', role: 'alert'}, element('span', {}, failure.message)),
      element('div', {}, element('button', {type: 'button', class: 'btn', onclick: () => notesPanel(panel)}, icon('arrow-clockwise'), 'Try again')));
  }
}

function facts() {
  const {person} = known;
  const address = person.address && [person.address.streetOne, person.address.streetTwo, person.address.city,
    [person.address.state, person.address.postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  const entries = [
    ['E-mail', element('a', {href: `mailto:${person.email}`}, person.email)],
    ['Telephone', person.phone && element('a', {href: `tel:${person.phone}`}, person.phone)],
    ['Address', address],
    ['Is now', person.customerId && element('a', {href: `/console/people/${person.customerId}`}, 'a customer')],
    ['Changed', time(person.updatedAt)],
  ];
  return element('section', {class: 'card'}, element('div', {class: 'card-header'}, element('h2', {}, 'Contact')),
    element('div', {class: 'card-body'}, element('dl', {class: 'facts facts-stacked'}, entries.filter(([, value]) => value)
      .flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)]))));
}

async function edit() {
  const {person, tag, customer} = known;
  const inputs = FACTS.map((field, n) => {
    const value = field.pointer.split('/').slice(1).reduce((at, step) => at?.[step], person) ?? null;
    return [{...field, value}, control({...field, value}, `person-${n}`)];
  });
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}));
  const saved = await open(`Edit ${personName(person)}`, element('div', {class: 'form'}, error, inputs.map(([field, input]) => element('div', {class: 'field'},
    element('label', {class: 'form-label', for: input.id}, field.label), input))),
  [{value: 'save', text: 'Save', kind: 'primary'}, {value: null, text: 'Cancel'}], {close: async () => {
    try {
      const patch = changedFacts(inputs);
      if (Object.keys(patch).length > 0) {
        await call('PATCH', `/${customer ? 'customers' : 'leads'}/${id}`, patch, {ifMatch: tag});
      }
      return true;
    } catch (failure) {
      error.firstChild.textContent = failure.message;
      error.hidden = false;
      error.scrollIntoView({block: 'center'});
      return false;
    }
  }});
  if (saved) {
    toast('Saved.');
    await show();
  }
}

async function convert() {
  try {
    const customer = await call('POST', `/leads/${id}/convert`, {}, {once: newKey()});
    location.assign(`/console/people/${customer.id}`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

const reference = () => known.customer ? {customerId: id} : {leadId: id};

async function exportData(event) {
  const button = event.currentTarget;
  button.setAttribute('aria-busy', 'true');
  try {
    const data = await call('POST', '/personalData/export', reference());
    const file = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], {type: 'application/json'}));
    element('a', {href: file, download: 'personal-data.json'}).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
    toast('Everything that is held about this person was exported.');
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  } finally {
    button.removeAttribute('aria-busy');
  }
}

const ERASURES = [['requested', 'The person asked for it'], ['retention', 'It need not be kept any longer'], ['mistake', 'It was stored by mistake'], ['other', 'Another reason']];

/** Erasing needs the e-mail to be typed: it cannot be undone. */
async function erase() {
  const {person, enrollments} = known;
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}));
  const reason = element('select', {class: 'form-select', id: 'erase-reason'}, ERASURES.map(([value, text]) => element('option', {value}, text)));
  const active = enrollments.some(item => ['candidate', 'eligible', 'submitted', 'approved'].includes(item.eligibility.status));
  const force = element('input', {type: 'checkbox', class: 'form-check-input', id: 'erase-force'});
  const typed = element('input', {class: 'form-control', id: 'erase-email', autocomplete: 'off', autofocus: true});
  const fail = text => {
    error.firstChild.textContent = text;
    error.hidden = false;
    return false;
  };
  const answer = await open(`Erase ${personName(person)}?`, [
    element('p', {}, `The person and ${enrollments.length === 1 ? 'one enrollment' : `${enrollments.length} enrollments`}, with documents, notes, mails and history, are deleted everywhere for good. This cannot be undone.`),
    element('div', {class: 'form'}, error,
      element('div', {class: 'field'}, element('label', {class: 'form-label', for: 'erase-reason'}, 'Why'), reason),
      active && element('label', {class: 'form-check'}, force, element('span', {class: 'form-check-label'}, 'Also end what is open or approved')),
      element('div', {class: 'field'}, element('label', {class: 'form-label', for: 'erase-email'}, 'Type the e-mail to confirm'),
        element('span', {class: 'form-hint'}, person.email), typed)),
  ], [{value: 'erase', text: 'Erase for good', kind: 'danger'}, {value: null, text: 'Cancel'}], {close: async () => {
    if (typed.value.trim() !== person.email) {
      typed.focus();
      return fail('Type the e-mail exactly as it is shown.');
    }
    try {
      await call('POST', '/personalData/erase', {...reference(), reason: reason.value, ...(force.checked ? {force: true} : {})}, {once: newKey()});
      return true;
    } catch (failure) {
      return fail(failure.code === 'active-enrollments' ? 'The person has an open or approved enrollment. Tick the box to end it, too.' : failure.message);
    }
  }});
  if (answer) {
    location.assign('/console/people');
  }
}

show();
