// A step of a workflow that asks a person for values instead of a decision.

import {call} from '../system/api.js';
import {element} from '../system/dom.js';
import {checked, checks, field, formDialog, input, select} from '../system/form-dialog.js';

const NUMBERS = ['number', 'integer', 'money'];

/** Asks for the values of the open step and completes it; resolves with the name of the step, or null if the person cancelled. */
export async function completeStep(detail) {
  const {data} = await call('GET', `/enrollments/${detail.enrollmentId}/workflowSteps`);
  const step = data.find(one => one.open && one.decision === false);
  if (!step) {
    throw new Error('This step is completed already.');
  }
  const done = await formDialog(step.name, [
    element('p', {class: 'muted'}, `${detail.personName}, ${detail.applicationNumber}`),
    step.fields.length === 0 && element('p', {}, 'Nothing is asked for. The workflow goes on when the step is complete.'),
    step.fields.map(control),
  ], 'Complete the step', (_, form) => call('POST', `/enrollments/${detail.enrollmentId}/workflowSteps/${step.id}/complete`, {
    fields: Object.fromEntries(step.fields.map(one => [one.name, value(one, form)]).filter(([, entered]) => entered !== undefined)),
  }), {wide: step.fields.length > 4});
  return done && step.name;
}

/** The name under which the server reports a fault of the field. */
const nameOf = one => `fields.${one.name}`;

function control(one) {
  const id = `step-${one.name}`;
  const name = nameOf(one);
  const optional = {optional: !one.required};
  const choices = (one.options ?? []).map(option => [option.value, option.label]);
  switch (one.type) {
    case 'boolean':
      return field(one.label, select(id, name, [['', 'Choose'], ['true', 'Yes'], ['false', 'No']], '', {required: one.required}), one.help, optional);
    case 'choice':
      return field(one.label, select(id, name, [['', 'Choose'], ...choices], '', {required: one.required}), one.help, optional);
    case 'multiChoice':
      return checks(one.label, name, choices, [], one.help);
    case 'longText':
      return field(one.label, element('textarea', {class: 'form-control', id, name, rows: 4, maxlength: one.maxLength, required: one.required}), one.help, optional);
    default:
      return field(one.label, input(id, name, {
        type: one.type === 'date' ? 'date' : 'text', inputmode: NUMBERS.includes(one.type) && 'decimal', maxlength: one.maxLength, required: one.required,
      }), one.help, optional);
  }
}

/** The JSON value of a field; undefined where nothing was entered. What is no number is sent as text, for the server to refuse in words. */
function value(one, form) {
  if (one.type === 'multiChoice') {
    return checked(form, nameOf(one));
  }
  const text = form.elements[nameOf(one)].value.trim();
  if (text === '') {
    return undefined;
  }
  if (one.type === 'boolean') {
    return text === 'true';
  }
  const number = Number(text);
  return NUMBERS.includes(one.type) && Number.isFinite(number) ? number : text;
}
