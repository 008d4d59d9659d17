// The facts of an application are edited in one form; only what differs is sent, with the version that was read.

import {call} from '../system/api.js';
import {open} from '../system/dialog.js';
import {element} from '../system/dom.js';
import {changedFacts, control} from './facts.js';

const PERSON = [
  {pointer: '/firstName', label: 'First name', type: 'text'},
  {pointer: '/lastName', label: 'Last name', type: 'text'},
  {pointer: '/email', label: 'E-mail', type: 'text'},
  {pointer: '/phone', label: 'Telephone', type: 'text'},
  {pointer: '/address/streetOne', label: 'Street', type: 'text'},
  {pointer: '/address/streetTwo', label: 'Street, second line', type: 'text'},
  {pointer: '/address/city', label: 'City', type: 'text'},
  {pointer: '/address/state', label: 'State', type: 'text'},
  {pointer: '/address/postalCode', label: 'Postal code', type: 'text'},
  {pointer: '/serialNumber', label: 'Serial number', type: 'text'},
  {pointer: '/referenceId', label: 'Reference', type: 'text'},
  {pointer: '/tags', label: 'Tags, separated by commas', type: 'list'},
  {pointer: '/manufacturerSlugs', label: 'Manufacturers, separated by commas', type: 'list'},
];

const PLAIN = new Set(['text', 'longText', 'textarea', 'number', 'integer', 'money', 'boolean', 'date', 'phone', 'choice']);

/** Opens the form; resolves to whether something was changed. */
export async function editFacts(detail, enrollment) {
  const known = new Set(PERSON.map(field => field.pointer));
  const answers = detail.answers.flatMap(section => section.answers)
    .filter(answer => !known.has(answer.pointer) && PLAIN.has(answer.type) && answer.pointer.startsWith('/metadata/') && typeof answer.value !== 'object');
  const fields = [...PERSON.map(field => ({...field, value: read(enrollment, field)})),
    ...answers.map(answer => ({...answer, type: answer.type === 'choice' ? 'text' : answer.type, value: answer.value ?? null}))];
  const inputs = fields.map((field, n) => [field, control(field, `edit-${n}`)]);
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}));
  const answer = await open(`Edit the facts of ${detail.personName}`, [
    element('p', {class: 'muted'}, 'Where the rules read what changed, they run again at once.'),
    element('div', {class: 'form edit-facts'}, error, inputs.map(([field, input]) => element('div', {class: 'field'},
      element('label', {class: 'form-label', for: input.id}, field.label), input))),
  ], [{value: 'save', text: 'Save', kind: 'primary'}, {value: null, text: 'Cancel'}], {wide: true, close: async () => {
    try {
      const patch = changedFacts(inputs);
      if (Object.keys(patch).length === 0) {
        return true;
      }
      for (const name of ['tags', 'manufacturerSlugs']) {
        if (name in patch) {
          patch[name] = (patch[name] ?? '').split(',').map(part => part.trim()).filter(Boolean);
        }
      }
      await call('PATCH', `/enrollments/${enrollment.id}`, patch, {ifMatch: `"${enrollment.version}"`});
      return true;
    } catch (failure) {
      error.firstChild.textContent = failure.message;
      error.hidden = false;
      error.scrollIntoView({block: 'center'});
      return false;
    }
  }});
  return answer === 'save';
}

function read(enrollment, {pointer, type}) {
  const value = pointer.split('/').slice(1).reduce((at, step) => at?.[step], enrollment);
  return type === 'list' ? (value ?? []).join(', ') : value ?? null;
}
