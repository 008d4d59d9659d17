// A form made from a JSON Schema: a field for each value, with its own way to read it.

import {element, fill, icon} from '../system/dom.js';
import {slug} from '../system/slug.js';
import {check, input, number, select, text, textarea} from './fields.js';
import {valueAt} from './differences.js';
import {words} from './words.js';

const YES_NO = [['', 'Not set'], ['true', 'Yes'], ['false', 'No']];

/** Follows `$ref` within the document. */
export function resolved(schema, root) {
  const reference = schema?.$ref;
  return reference?.startsWith('#/') ? resolved(valueAt(root, reference.slice(2).split('/')), root) : schema ?? {};
}

const typeOf = schema => (Array.isArray(schema.type) ? schema.type.find(type => type !== 'null') : schema.type);

const isGroup = schema => schema.properties && (typeOf(schema) === 'object' || !schema.type) && Object.keys(schema.properties).length > 0;

/**
 * The fields of the properties of a schema.
 *
 * @param options `root`: the whole schema; `value`: the object with the values; `path`: names above; `prefix`: of the names of controls;
 *                `disabled`: (path) => sentence or null; `side`: (path) => elements beside a field
 * @returns {element, read}: `read()` lists {path, value} of all fields, null for an empty one; throws nothing
 */
export function schemaFields(schema, options) {
  const {root, value = {}, path = [], prefix = [], disabled = () => null, side = () => null} = options;
  const readers = [];
  const made = Object.entries(schema.properties ?? {}).map(([name, raw]) => {
    const inner = resolved(raw, root);
    const here = [...path, name];
    if (isGroup(inner)) {
      const group = schemaFields(inner, {...options, value: value?.[name] ?? {}, path: here});
      readers.push(group.read);
      return element('fieldset', {class: 'field schema-group'}, element('legend', {}, inner.title ?? words(name)),
        inner.description && element('span', {class: 'form-hint'}, inner.description), group.element);
    }
    const lock = disabled(here);
    const control = controlOf(inner, [...prefix, ...here].join('.'), value?.[name], lock !== null);
    readers.push(() => [{path: here, value: control.read(), before: value?.[name] ?? null}]);
    const id = `schema-${[...prefix, ...here].join('-')}`;
    const focused = control.focus ?? control.element;
    focused.id = id;
    if (control.group) {
      focused.setAttribute('aria-labelledby', `${id}-label`);
    }
    const said = sentence(inner.description) ?? '';
    const bound = bounds(inner);
    const hint = [said, !said.toLowerCase().includes(bound.slice(0, -1).toLowerCase()) && bound].filter(Boolean).join(' ');
    if (hint) {
      focused.setAttribute('aria-describedby', `${id}-hint`);
    }
    return element('div', {class: 'field schema-field'},
      control.group
        ? element('span', {class: 'form-label', id: `${id}-label`}, inner.title ?? words(name))
        : element('label', {class: 'form-label', for: id}, inner.title ?? words(name)),
      hint && element('span', {class: 'form-hint', id: `${id}-hint`}, hint),
      control.element,
      lock && element('p', {class: 'schema-lock'}, icon('lock'), lock),
      side(here));
  });
  return {element: element('div', {class: 'schema-fields'}, made), read: () => readers.flatMap(read => read())};
}

const sentence = words => (words && !/[.!?]$/.test(words) ? `${words}.` : words);

function bounds({minimum, maximum, enum: choices}) {
  if (choices) {
    return '';
  }
  return minimum !== undefined && maximum !== undefined ? `From ${minimum} to ${maximum}.` : minimum !== undefined && minimum !== 0 ? `${minimum} or more.` : maximum !== undefined ? `${maximum} or less.` : '';
}

function controlOf(schema, name, value, disabled) {
  const type = typeOf(schema);
  if (schema.const !== undefined || schema.enum) {
    return choiceOf(schema.enum ?? [schema.const], schema.words ?? {}, name, value, disabled);
  }
  if (type === 'boolean') {
    const control = select(name, YES_NO, value === undefined || value === null ? '' : String(value), {disabled});
    return {element: control, read: () => (control.value === '' ? null : control.value === 'true')};
  }
  if (type === 'number' || type === 'integer') {
    const control = input(name, {type: 'number', min: schema.minimum, max: schema.maximum, step: type === 'integer' ? 1 : 'any', value: value ?? '', disabled});
    return {element: control, read: () => number(control.value)};
  }
  if (schema.duration) {
    return durationOf(name, value, disabled);
  }
  if (schema.reasons) {
    return reasonsOf(name, value ?? [], disabled);
  }
  if (type === 'array' && schema.items?.enum) {
    const boxes = schema.items.enum.map(choice => check(name, words(choice), (value ?? []).includes(choice), {value: choice, disabled}));
    const place = element('div', {role: 'group'}, boxes);
    return {element: place, group: true, read: () => {
      const chosen = [...place.querySelectorAll('input:checked')].map(box => box.value);
      return chosen.length > 0 ? chosen : null;
    }};
  }
  if (type === 'array' && (!schema.items || typeOf(schema.items) === 'string')) {
    const control = textarea(name, (value ?? []).join('\n'), {rows: Math.min(6, Math.max(2, (value ?? []).length + 1)), disabled});
    return {element: control, read: () => {
      const lines = control.value.split('\n').map(line => line.trim()).filter(Boolean);
      return lines.length > 0 ? lines : null;
    }};
  }
  if (type === 'string') {
    const long = (schema.maxLength ?? 0) > 300;
    const control = long ? textarea(name, value ?? '', {rows: 3, maxlength: schema.maxLength, disabled})
      : input(name, {type: schema.format === 'date' ? 'date' : 'text', value: value ?? '', maxlength: schema.maxLength, pattern: usable(schema.pattern), disabled,
        'data-invalid': 'Enter it as the help says.'});
    return {element: control, read: () => text(control.value)};
  }
  const control = textarea(name, value === undefined || value === null ? '' : JSON.stringify(value, null, 2), {rows: 4, class: 'form-control code-area', disabled, spellcheck: 'false'});
  return {element: control, read: () => {
    try {
      control.setCustomValidity('');
      return control.value.trim() === '' ? null : JSON.parse(control.value);
    } catch {
      return control.value;
    }
  }};
}

/** A pattern of a JSON Schema for a field, which matches as a whole; none if the browser cannot use it. */
function usable(pattern) {
  const whole = pattern?.startsWith('^') && pattern.endsWith('$') ? pattern.slice(1, -1) : undefined;
  try {
    return whole && new RegExp(whole, 'v') && whole;
  } catch {
    return undefined;
  }
}

function choiceOf(choices, labels, name, value, disabled) {
  const control = select(name, [['', 'Not set'], ...choices.map(choice => [String(choice), labels[choice] ?? words(choice)])], value ?? '', {disabled});
  return {element: control, read: () => (control.value === '' ? null : choices.find(choice => String(choice) === control.value))};
}

/** A duration as a number of days or hours; others stay as they are written. */
function durationOf(name, value, disabled) {
  const [, days, hours] = /^P(?:(\d+)D)?(?:T(\d+)H)?$/.exec(value ?? 'P') ?? [];
  const amount = days && hours ? Number(days) * 24 + Number(hours) : days ?? hours ?? '';
  if (value && amount === '') {
    const control = input(name, {value, disabled});
    return {element: control, read: () => text(control.value)};
  }
  const control = input(name, {type: 'number', min: 0, max: 87600, value: amount, disabled});
  const unit = select('', [['D', 'days'], ['H', 'hours']], hours ? 'H' : 'D', {disabled, 'aria-label': 'Unit'});
  unit.removeAttribute('name');
  return {element: element('div', {class: 'amount'}, control, unit), focus: control, read: () => (control.value === '' ? null : unit.value === 'D' ? `P${control.value}D` : `PT${control.value}H`)};
}

/** Reasons, one a line; a line that is known keeps its code. */
function reasonsOf(name, value, disabled) {
  const control = textarea(name, value.map(reason => reason.text).join('\n'), {rows: Math.max(3, value.length + 1), disabled});
  return {element: control, read: () => {
    const lines = control.value.split('\n').map(line => line.trim()).filter(Boolean);
    const codes = new Set();
    return lines.length === 0 ? null : lines.map(line => {
      const short = slug(line) || 'reason';
      let code = value.find(reason => reason.text === line)?.code ?? short;
      for (let n = 2; codes.has(code); n++) {
        code = `${short}-${n}`;
      }
      codes.add(code);
      return {code, text: line};
    });
  }};
}
