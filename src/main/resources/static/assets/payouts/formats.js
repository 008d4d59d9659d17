// How banks want their files, and how their answers are read.

import {call, exchange, newKey} from '../system/api.js';
import {confirm, open} from '../system/dialog.js';
import {element, fill} from '../system/dom.js';
import {MissingValue, field, formDialog, input} from '../system/form-dialog.js';
import {toast} from '../system/toast.js';

const NEW = {
  name: '',
  columns: [{header: 'Reference', value: 'reference'}, {header: 'Name', value: 'name'}, {header: 'IBAN', value: 'metadata.iban'}, {header: 'Amount', value: 'amount'}, {header: 'Currency', value: 'currency'}],
  answers: {reference: 'Reference', status: 'Result', statuses: {OK: 'paid', REJECTED: 'failed', RETURNED: 'returned'}, reason: 'Reason'},
};

/** Lists the formats, and lets the person make, change and delete one. */
export async function chooseFormat() {
  const listed = element('ul', {class: 'payout-formats'});
  const load = async () => {
    const {data} = await call('GET', '/payoutFormats?perPage=100');
    fill(listed, data.length === 0 ? element('li', {class: 'muted'}, 'Only the standard format so far.') : data.map(format => element('li', {},
      element('span', {}, format.name, element('span', {class: 'muted small'}, ` ${format.columns.length} columns`)),
      element('span', {class: 'row-of'},
        element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Change ${format.name}`, onclick: () => edit(format).then(load)}, 'Change'),
        element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Delete ${format.name}`, onclick: () => remove(format).then(load)}, 'Delete')))));
  };
  try {
    await load();
    await open('Bank formats', [
      element('p', {}, 'A batch has a format: the columns of the file to the bank, and how the answer is read.'), listed,
      element('p', {}, element('button', {type: 'button', class: 'btn', onclick: () => edit(null).then(load)}, 'New format')),
    ], [{value: null, text: 'Done', kind: 'primary'}], {wide: true});
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

const lines = entries => entries.map(([one, other]) => `${one} = ${other}`).join('\n');

/** Lines `one = other` as pairs. */
function pairs(text, name) {
  return text.split('\n').map(line => line.trim()).filter(Boolean).map(line => {
    const at = line.lastIndexOf('=');
    if (at <= 0) {
      throw new MissingValue(name, `Write each line as "one = other": ${line}`);
    }
    return [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  });
}

async function edit(format) {
  const now = format ?? NEW;
  const area = (id, name, value, rows) => element('textarea', {class: 'form-control monospace', id, name, rows, required: true, spellcheck: 'false'}, value);
  const made = await formDialog(format ? `Change ${format.name}` : 'New format', [
    field('Name', input('format-name', 'name', {required: true, maxlength: 100, value: now.name, placeholder: 'First Bank', 'data-missing': 'Enter a name.'})),
    field('Columns of the file', area('format-columns', 'columns', lines(now.columns.map(column => [column.header, column.value])), 7),
      'A line for each: name of the column = reference, amount, currency, name, email, phone, address.city, applicationNumber, program, metadata.<name> or text:<constant>. One is reference.'),
    field('Reference in the answer', input('format-reference', 'reference', {required: true, value: now.answers.reference}), 'Name of the column.'),
    field('Result in the answer', input('format-status', 'status', {required: true, value: now.answers.status}), 'Name of the column.'),
    field('Meaning of the results', area('format-statuses', 'statuses', lines(Object.entries(now.answers.statuses)), 3), 'A line for each: what the bank writes = paid, failed or returned.'),
    field('Reason in the answer', input('format-reason', 'reason', {value: now.answers.reason ?? ''}), 'Name of the column.', {optional: true}),
    field('Day of the payment in the answer', input('format-date', 'date', {value: now.answers.date ?? ''}), 'Name of the column.', {optional: true}),
  ], 'Save', values => {
    const body = {
      name: values.name.trim(),
      columns: pairs(values.columns, 'columns').map(([header, value]) => ({header, value})),
      answers: {
        reference: values.reference.trim(), status: values.status.trim(), statuses: Object.fromEntries(pairs(values.statuses, 'statuses')),
        reason: values.reason.trim() || null, date: values.date.trim() || null,
      },
    };
    return format ? call('PATCH', `/payoutFormats/${format.id}`, body, {ifMatch: `"${format.version}"`}) : call('POST', '/payoutFormats', body, {once: newKey()});
  }, {wide: true});
  if (made) {
    toast('Format saved.');
  }
}

async function remove(format) {
  if (await confirm(`Delete ${format.name}?`, 'Batches that used it get the standard format.', 'Delete')) {
    const {tag} = await exchange('GET', `/payoutFormats/${format.id}`);
    await call('DELETE', `/payoutFormats/${format.id}`, undefined, {ifMatch: tag});
    toast('Format deleted.');
  }
}
