// A new import: the file is previewed, its columns are mapped, and a trial run or the import itself begins.

import {call, exchange, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill} from '../system/dom.js';
import {MissingValue, select} from '../system/form-dialog.js';
import {onSubmit} from '../system/forms.js';
import {toast} from '../system/toast.js';
import {programInstances} from '../settings/instances.js';
import {isWorkbook, typeOf} from './file-type.js';
import {memberWords} from './words.js';

/** Bytes of the file that are sent to find out its columns. */
const PREVIEWED = 262_144;
const OUT = '';

const form = document.querySelector('[data-import]');
const fileField = document.querySelector('#file');
const drop = document.querySelector('[data-drop]');
const instanceField = document.querySelector('#instance');
const sheetField = document.querySelector('#sheet');
const mappingField = document.querySelector('#mapping');
const forget = document.querySelector('[data-forget]');
const said = document.querySelector('[data-read]');
const table = document.querySelector('[data-columns]');
let preview = null;
let mappings = [];

async function start() {
  try {
    const [instances, kept] = await Promise.all([programInstances(), call('GET', '/importMappings?perPage=500')]);
    instanceField.append(...instances.map(([id, title]) => element('option', {value: id}, title)));
    instanceField.value = new URLSearchParams(location.search).get('programInstanceId') ?? '';
    showMappings(kept.data);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

function showMappings(kept) {
  mappings = kept.sort((one, other) => one.name.localeCompare(other.name));
  document.querySelector('[data-mappings]').hidden = mappings.length === 0;
  mappingField.replaceChildren(element('option', {value: ''}, 'By the names of the columns'), ...mappings.map(mapping => element('option', {value: mapping.id}, mapping.name)));
  forget.hidden = true;
}

/** The beginning of a text; a workbook is read as a whole. */
const previewed = file => (isWorkbook(file) ? file : file.slice(0, PREVIEWED));

/** The sheets of a workbook with more than one. */
function showSheets() {
  document.querySelector('[data-sheets]').hidden = preview.sheets.length < 2;
  sheetField.replaceChildren(...preview.sheets.map(name => element('option', {value: name}, name)));
  sheetField.value = preview.sheet ?? '';
}

function readAnother() {
  sheetField.replaceChildren();
  document.querySelector('[data-sheets]').hidden = true;
  read();
}

async function read() {
  const file = fileField.files[0];
  preview = null;
  document.querySelector('[data-columns-card]').hidden = true;
  document.querySelector('[data-options-card]').hidden = true;
  if (!file || !instanceField.value) {
    said.textContent = file ? 'Choose the program, too.' : '';
    return;
  }
  said.textContent = 'Reading the first rows…';
  try {
    const sheet = isWorkbook(file) && sheetField.value ? `?sheet=${encodeURIComponent(sheetField.value)}` : '';
    preview = await call('POST', `/programInstances/${instanceField.value}/imports/preview${sheet}`, previewed(file), typeOf(file));
    showSheets();
    said.textContent = preview.format === 'xlsx' ? `${count(preview.columns.length)} columns in the sheet ${preview.sheet}; ${size(file.size)}.` : preview.format === 'csv'
      ? `${count(preview.columns.length)} columns, separated by ${DELIMITERS[preview.delimiter] ?? preview.delimiter}, in ${preview.charset}; ${size(file.size)}.`
      : `NDJSON in ${preview.charset}; ${size(file.size)}. Each row names its members itself.`;
    const best = mappings.find(mapping => preview.columns.length > 0 && preview.columns.every(({name}) => name in mapping.columns));
    mappingField.value = best?.id ?? '';
    showColumns();
    document.querySelector('[data-columns-card]').hidden = preview.columns.length === 0;
    document.querySelector('[data-options-card]').hidden = false;
  } catch (failure) {
    said.textContent = failure.message;
  }
}

const DELIMITERS = {',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars'};
const size = bytes => bytes < 1_048_576 ? `${count(Math.max(1, Math.round(bytes / 1024)))} KB` : `${count(Math.round(bytes / 104_857.6) / 10)} MB`;

/** `EV Type` becomes `metadata.evType`. */
function metadata(column) {
  const parts = column.normalize('NFD').replaceAll(/[^A-Za-z0-9]+/g, ' ').trim().split(' ').filter(Boolean);
  const name = parts.map((part, at) => at === 0 ? part.charAt(0).toLowerCase() + part.slice(1) : part.charAt(0).toUpperCase() + part.slice(1)).join('');
  return `metadata.${name || 'value'}`;
}

/** Without a column that is named so, the one whose values mostly are e-mail addresses. */
function mailColumn() {
  return preview.columns.some(column => column.member === 'email') ? null
    : preview.columns.find(({samples}) => samples.length > 0 && samples.filter(value => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)).length > samples.length / 2);
}

function showColumns() {
  const kept = mappings.find(mapping => mapping.id === mappingField.value);
  forget.hidden = !kept;
  const mail = mailColumn();
  fill(table.tBodies[0], preview.columns.map((column, at) => {
    const chosen = kept && column.name in kept.columns ? kept.columns[column.name] ?? OUT : column.member ?? (column === mail ? 'email' : OUT);
    const own = metadata(column.name);
    const options = [[OUT, 'Leave out'], ...preview.members.map(member => [member, memberWords(member)]), [own, `Further data: ${own.slice('metadata.'.length)}`]];
    if (!options.some(([value]) => value === chosen)) {
      options.push([chosen, memberWords(chosen)]);
    }
    return element('tr', {},
      element('td', {}, element('strong', {class: 'break'}, column.name || `Column ${at + 1}`)),
      element('td', {class: 'wide'}, column.samples.length === 0 ? element('span', {class: 'muted'}, 'empty') : element('div', {class: 'sample'}, column.samples.join(' · '))),
      element('td', {}, select(`column-${at}`, `column-${at}`, options, chosen, {'data-column': column.name, 'aria-label': `What ${column.name || `column ${at + 1}`} is`})));
  }));
}

/** The mapping that the person sees; two columns cannot be the same member. */
function mapping() {
  const seen = new Map();
  const all = {};
  for (const field of table.querySelectorAll('[data-column]')) {
    const member = field.value;
    if (member && seen.has(member)) {
      throw new MissingValue(field.name, `${field.dataset.column} and ${seen.get(member)} are both ${memberWords(member).toLowerCase()}. Leave one of them out.`);
    }
    if (member) {
      seen.set(member, field.dataset.column);
    }
    all[field.dataset.column] = member || null;
  }
  if (!['email', 'customerId', 'leadId', 'enrollmentId'].some(member => seen.has(member))) {
    throw new MissingValue('mapping', 'No column identifies the person. Choose the column with the e-mail address.');
  }
  return all;
}

async function keep(name, columns) {
  const known = mappings.find(one => one.name === name);
  if (known) {
    const {body, tag} = await exchange('GET', `/importMappings/${known.id}`);
    await call('PATCH', `/importMappings/${body.id}`, {columns}, {ifMatch: tag});
  } else {
    await call('POST', '/importMappings', {name, columns}, {once: newKey()});
  }
}

let dryRun = 'true';
form.addEventListener('submit', event => {
  dryRun = event.submitter?.value ?? 'true';
}, {capture: true});

onSubmit(form, async values => {
  if (!preview) {
    await read();
    throw new MissingValue('file', said.textContent || 'The file could not be read.');
  }
  const body = new FormData();
  body.set('dryRun', dryRun);
  body.set('evaluate', String(values.evaluate === 'on'));
  body.set('onDuplicate', values.onDuplicate);
  if (preview.columns.length > 0) {
    const columns = mapping();
    body.set('mapping', JSON.stringify(columns));
    if (values.mappingName.trim()) {
      await keep(values.mappingName.trim(), columns);
    }
  }
  if (preview.sheet !== null) {
    body.set('sheet', preview.sheet);
  }
  // last: the server reads the fields before it
  body.set('file', fileField.files[0]);
  const made = await call('POST', `/programInstances/${values.instance}/imports`, body);
  location.assign(`/console/imports/${made.id}`);
});

drop.addEventListener('dragover', event => {
  event.preventDefault();
  drop.classList.add('drop-over');
});
drop.addEventListener('dragleave', () => drop.classList.remove('drop-over'));
drop.addEventListener('drop', event => {
  event.preventDefault();
  drop.classList.remove('drop-over');
  if (event.dataTransfer.files.length > 0) {
    fileField.files = event.dataTransfer.files;
    readAnother();
  }
});
fileField.addEventListener('change', readAnother);
sheetField.addEventListener('change', read);
instanceField.addEventListener('change', read);
mappingField.addEventListener('change', showColumns);
forget.addEventListener('click', async () => {
  const chosen = mappings.find(one => one.id === mappingField.value);
  if (await confirm(`Delete the mapping ${chosen.name}?`, 'Imports that used it stay as they are.', 'Delete')) {
    try {
      await call('DELETE', `/importMappings/${chosen.id}`, undefined, {ifMatch: `"${chosen.version}"`});
      showMappings(mappings.filter(one => one !== chosen));
      showColumns();
      toast('Mapping deleted');
    } catch (failure) {
      toast(failure.message, {kind: 'danger'});
    }
  }
});
start();
