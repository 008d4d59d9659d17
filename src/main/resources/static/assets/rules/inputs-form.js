// A form for the inputs of a table: inputs that its columns read come first, the others are collapsed.

import {call} from '../system/api.js';
import {element} from '../system/dom.js';

let offered;

/** The inputs of the rule set with the questions of the forms, requested once; those of every table where that is not allowed. */
async function known(bench) {
  offered ??= call('GET', `${bench.base}/inputs`).catch(() => call('GET', '/ruleSets/inputs')).then(answer => answer.data);
  return offered;
}

/** Everything that a cell may read: the inputs, members that the tables read already, outputs of required tables. */
export async function inputsOf(bench) {
  const inputs = await known(bench);
  const columns = bench.table.allColumns();
  const names = new Set(inputs.map(input => input.name));
  return [
    ...inputs,
    ...['metadata', 'config'].flatMap(context => paths(columns, context).map(path => `${context}.${path}`))
      .filter(name => !names.has(name))
      .map(name => ({name, type: 'any', description: 'a member that a table reads'})),
    ...bench.table.outputs().map(({name, table}) => ({name, type: 'any', description: `output of the table ${table}`})),
  ];
}

/** Returns the paths that the columns read, such as metadata.monthlyKwh. */
function paths(columns, name) {
  const found = new Set();
  const pattern = new RegExp(`\\b${name}\\.([A-Za-z_][\\w]*(?:\\.[A-Za-z_][\\w]*)*)`, 'g');
  for (const column of columns) {
    for (const match of (column.expression ?? '').matchAll(pattern)) {
      found.add(match[1]);
    }
  }
  return [...found];
}

/** Creates the fields of a form; `read(form)` of the result returns the entered inputs. */
export async function inputFields(bench, values = {}) {
  const columns = bench.table.allColumns();
  const expressions = columns.map(column => column.expression ?? '').join('\n');
  const fields = [];
  const more = [];
  const inputs = await known(bench);
  for (const input of inputs.filter(candidate => !candidate.name.includes('.'))) {
    const used = new RegExp(`\\b${input.name}\\b`).test(expressions);
    if (input.type === 'context') {
      const members = new Set([...paths(columns, input.name), ...Object.keys(flat(values[input.name] ?? {}))]);
      for (const path of members) {
        const name = `${input.name}.${path}`;
        const asked = inputs.find(candidate => candidate.name === name);
        fields.push(field(name, 'json', asked?.description ?? `${input.description}: ${path}`, at(values[input.name], path), asked));
      }
      continue;
    }
    (used ? fields : more).push(field(input.name, input.type, input.description, values[input.name]));
  }
  return [
    element('div', {class: 'inputs'}, fields),
    more.length > 0
      ? element('details', {}, element('summary', {}, 'Inputs that the table does not read'),
          element('div', {class: 'inputs'}, more))
      : null,
  ];
}

function field(name, type, description, value, asked) {
  const attributes = {name, 'data-type': type, title: description};
  if (type === 'boolean') {
    const option = (wire, label) => element('option', {value: wire, selected: String(value ?? '') === wire}, label);
    return element('label', {class: 'labelled'}, name,
      element('select', {...attributes, class: 'form-select'}, option('', 'unknown'), option('true', 'yes'), option('false', 'no')));
  }
  const shown = Array.isArray(value) ? value.join(' | ') : value === undefined || value === null ? '' : plain(value);
  return element('label', {class: 'labelled'}, name,
    element('input', {
      ...attributes,
      class: 'form-control',
      value: shown,
      inputmode: type === 'number' ? 'decimal' : null,
      placeholder: type.startsWith('list') ? 'several, separated by |' : asked?.example === undefined ? null : plain(asked.example),
      list: asked?.values?.length > 0 ? `values-${name}` : null,
    }),
    asked?.values?.length > 0 && element('datalist', {id: `values-${name}`}, asked.values.map(option => element('option', {value: plain(option)}))));
}

function plain(value) {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Returns the entered values as inputs of a table. An empty field is an unknown input. */
export function readInputs(form) {
  const read = {};
  for (const control of form.querySelectorAll('[data-type]')) {
    const text = control.value.trim();
    if (text === '') {
      continue;
    }
    put(read, control.name.split('.'), typed(text, control.dataset.type));
  }
  return read;
}

function typed(text, type) {
  if (type === 'boolean') {
    return text === 'true';
  }
  if (type === 'number') {
    return Number.isNaN(Number(text)) ? text : Number(text);
  }
  if (type.startsWith('list')) {
    return text.split('|').map(part => part.trim()).filter(part => part !== '');
  }
  return type === 'json' ? json(text) : text;
}

/** Parses numbers, booleans and lists; any other value is a string. */
function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text.includes('|') ? text.split('|').map(part => part.trim()) : text;
  }
}

function put(target, [first, ...rest], value) {
  if (rest.length === 0) {
    target[first] = value;
  } else {
    put(target[first] ??= {}, rest, value);
  }
}

function at(document, path) {
  return path.split('.').reduce((value, key) => value?.[key], document);
}

function flat(document, prefix = '') {
  return Object.entries(document).reduce((all, [key, value]) => ({
    ...all,
    ...(value && typeof value === 'object' && !Array.isArray(value)
      ? flat(value, `${prefix}${key}.`)
      : {[prefix + key]: value}),
  }), {});
}
