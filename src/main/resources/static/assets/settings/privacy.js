// Privacy requests: look up a person, hand out or erase everything; requests so far come from the audit trail.

import {call, newKey} from '../system/api.js';
import {count, day, time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {field, formDialog, input, select} from '../system/form-dialog.js';
import {onSubmit} from '../system/forms.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {fieldWords} from './words.js';

const place = document.querySelector('[data-found]');
const requests = document.querySelector('[data-requests]');
const REASONS = [['requested', 'The person asked for it'], ['retention', 'The period of retention is over'], ['mistake', 'Entered by mistake'], ['other', 'Another reason']];
const MOST = 50;

onSubmit(document.querySelector('[data-person]'), async ({email}) => {
  fill(place);
  const erased = await call('POST', '/personalData/erased', {email});
  fill(place, found(email, erased));
});

function found(email, {erasures}) {
  return element('div', {class: 'stack found'},
    element('h3', {class: 'break'}, email),
    erasures.length > 0 && element('p', {}, `Erased on ${erasures.map(one => `${day(one.at)} (${REASONS.find(([reason]) => reason === one.reason)[1].toLowerCase()})`).join(', ')}.`),
    element('div', {class: 'row-of'},
      element('button', {type: 'button', class: 'btn', 'data-hand-out': true, onclick: event => handOut(email, event.currentTarget)}, icon('download'), 'Hand out the data'),
      element('button', {type: 'button', class: 'btn btn-outline-danger', 'data-erase': true, onclick: () => erase(email)}, icon('trash'), 'Erase everything')),
    element('div', {'data-result': true, role: 'status'}));
}

const result = (...content) => fill(place.querySelector('[data-result]'), content);

async function handOut(email, button) {
  button.setAttribute('aria-busy', 'true');
  try {
    const document = await call('POST', '/personalData/export', {email}, {once: newKey()});
    const sections = Object.entries(document).filter(([, held]) => Array.isArray(held) && held.length > 0);
    save(document, `personal-data-${new Date().toLocaleDateString('sv')}.json`);
    result(element('p', {}, sections.length === 0 ? 'Nothing is held about this person.' : `Saved as a file: ${sections.map(([name, held]) => `${count(held.length)} ${fieldWords(name).toLowerCase()}`).join(', ')}.`));
    showRequests();
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  button.removeAttribute('aria-busy');
}

function save(data, name) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], {type: 'application/json'}));
  const link = element('a', {href: url, download: name});
  link.click();
  URL.revokeObjectURL(url);
}

async function erase(email) {
  const values = await formDialog('Erase everything about this person?', [
    element('p', {}, 'Applications, documents, notes, mails and rows of imports are deleted in this workspace. This cannot be undone.'),
    field('Reason', select('erase-reason', 'reason', REASONS, 'requested')),
    field('Type the e-mail address to confirm', input('erase-confirm', 'confirmation', {required: true, pattern: escaped(email), 'data-missing': `Type ${email}.`, 'data-invalid': `Type ${email}.`})),
  ], 'Erase everything', entered => attemptErasure(email, entered.reason, false), {danger: true});
  if (values) {
    await done(values);
  }
}

async function attemptErasure(email, reason, force) {
  try {
    return await call('POST', '/personalData/erase', {email, reason, force}, {once: newKey()});
  } catch (failure) {
    if (failure.code !== 'active-enrollments' || !(await confirm('The person takes part at present', 'Approved enrollments are erased, too, as if they had never been.', 'Erase all the same'))) {
      throw failure;
    }
    return attemptErasure(email, reason, true);
  }
}

async function done({erased}) {
  const records = Object.entries(erased).filter(([, number]) => number > 0);
  result(element('p', {}, records.length === 0 ? 'Nothing was held about this person.' : `Erased: ${records.map(([name, number]) => `${count(number)} ${fieldWords(name).toLowerCase()}`).join(', ')}.`));
  toast(records.length === 0 ? 'There was nothing to erase' : 'Erased');
  await showRequests();
}

const escaped = text => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

async function showRequests() {
  if (!requests) {
    return;
  }
  loading(requests, 3);
  try {
    const pages = await Promise.all(['person.export', 'person.erase'].map(action => call('GET', `/audit?action=${action}&sort=-at&perPage=${MOST}`)));
    const entries = pages.flatMap(page => page.data).sort((one, other) => other.at.localeCompare(one.at)).slice(0, MOST);
    if (entries.length === 0) {
      empty(requests, 'No requests yet', 'Each export and each erasure is listed here, without the name of the person.');
      return;
    }
    rows(requests, entries.map(entry => {
      const records = Object.values(entry.after ?? {}).filter(Number.isInteger).reduce((sum, number) => sum + number, 0);
      return element('tr', {},
        element('td', {}, entry.action === 'person.export' ? 'Data handed out' : 'Erased',
          entry.after?.reason && element('div', {class: 'muted small'}, REASONS.find(([reason]) => reason === entry.after.reason)?.[1])),
        element('td', {}, entry.by.name),
        element('td', {class: 'wide'}, count(records)),
        element('td', {}, time(entry.at)));
    }));
  } catch (failure) {
    failed(requests, 'The requests could not be loaded', failure, showRequests);
  }
}

showRequests();
