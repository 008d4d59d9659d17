// A manual evaluation waits for a fact: the reviewer enters it, and the rules run again.

import {call} from '../system/api.js';
import {open} from '../system/dialog.js';
import {element} from '../system/dom.js';

/** Facts of every application, beside the fields of its form. */
const COMMON = [
  {pointer: '/serialNumber', label: 'Serial number', type: 'text', value: null},
  {pointer: '/address/postalCode', label: 'Postal code', type: 'text', value: null},
];

const NUMBERS = new Set(['number', 'integer', 'money']);

/** Lets the person enter facts; resolves to a sentence about the verdict, or null where nothing was entered. */
export async function enterFacts(detail, enrollment) {
  const stated = detail.answers.flatMap(section => section.answers).filter(answer => editable(answer));
  const fields = [...stated, ...COMMON.filter(common => !stated.some(answer => answer.pointer === common.pointer)
    && !detail.answers.some(section => section.answers.some(answer => answer.pointer === common.pointer)))];
  // what is missing comes first
  fields.sort((one, other) => Number(one.value !== null) - Number(other.value !== null));
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}));
  const inputs = fields.map((field, n) => [field, control(field, `fact-${n}`)]);
  const first = inputs.find(([field]) => field.value === null) ?? inputs[0];
  first?.[1].setAttribute('autofocus', '');
  let result;
  await open(`Enter what is missing about ${detail.personName}`, element('div', {class: 'form'},
    detail.verdict?.reason && element('p', {}, detail.verdict.reason),
    error,
    inputs.map(([field, input]) => element('div', {class: 'field'},
      element('label', {class: 'form-label', for: input.id}, field.label), input))), [
    {value: 'save', text: 'Save and evaluate again', kind: 'primary'},
    {value: null, text: 'Cancel'},
  ], {wide: true, close: async () => {
    try {
      const facts = changedFacts(inputs);
      if (Object.keys(facts).length === 0) {
        throw new Error('Enter what is missing.');
      }
      const read = await call('PATCH', `/reviews/${detail.enrollmentId}/facts`, facts, {ifMatch: `"${enrollment.version}"`});
      result = words(read, detail.personName);
      return true;
    } catch (failure) {
      error.firstChild.textContent = failure.message;
      error.hidden = false;
      return false;
    }
  }});
  return result ?? null;
}

const editable = answer => ['text', 'longText', 'textarea', 'number', 'integer', 'money', 'boolean', 'date', 'phone'].includes(answer.type)
  && (answer.pointer.startsWith('/metadata/') || answer.pointer.startsWith('/address/') || answer.pointer === '/serialNumber');

export function control(field, id) {
  if (field.type === 'boolean') {
    return element('select', {class: 'form-select', id},
      [['', 'Not known'], ['true', 'Yes'], ['false', 'No']].map(([value, text]) => element('option', {value, selected: String(field.value ?? '') === value}, text)));
  }
  return element('input', {class: 'form-control', id, value: field.value ?? '', maxlength: '2000',
    ...(field.type === 'date' ? {type: 'date'} : NUMBERS.has(field.type) ? {inputmode: 'decimal'} : {})});
}

/** A merge patch of what differs. */
export function changedFacts(inputs) {
  const patch = {};
  for (const [field, input] of inputs) {
    const text = input.value.trim();
    if (text === String(field.value ?? '')) {
      continue;
    }
    const path = field.pointer.split('/').slice(1);
    const last = path.pop();
    let place = patch;
    for (const step of path) {
      place = place[step] ??= {};
    }
    place[last] = value(field, text);
  }
  return patch;
}

function value(field, text) {
  if (text === '') {
    return null;
  }
  if (field.type === 'boolean') {
    return text === 'true';
  }
  const number = Number(text);
  const numeric = NUMBERS.has(field.type) || field.pointer.startsWith('/metadata/') && /^-?\d+(\.\d+)?$/.test(text);
  if (numeric && Number.isNaN(number)) {
    throw new Error(`${field.label}: enter a number, such as 610.`);
  }
  return numeric ? number : text;
}

function words(detail, name) {
  const verdict = detail.verdict;
  return {
    eligible: `The rules now find ${name} eligible.`,
    ineligible: `The rules now find ${name} not eligible. ${verdict?.reason ?? ''}`,
    manual: `Saved. The rules still need a person. ${verdict?.reason ?? ''}`,
  }[verdict?.status] ?? 'Saved.';
}
