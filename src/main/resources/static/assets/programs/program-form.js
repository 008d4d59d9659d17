// The facts of a program: in a dialog and in the wizard.

import {element} from '../system/dom.js';
import {check, field, group, input, number, radios, select, text, textarea} from './fields.js';
import {STATES, stateName} from './reference.js';
import {changes} from './saving.js';
import {TYPES, typeWords} from './words.js';

/** @param program what the fields begin with */
export function programForm(program) {
  const types = Object.entries(TYPES);
  if (program.type && !TYPES[program.type]) {
    types.push([program.type, typeWords(program.type)]);
  }
  return element('form', {class: 'form'},
    field('Name', input('name', {required: true, maxlength: 200, value: program.name ?? ''})),
    field('Description', textarea('description', program.description ?? '', {required: true, maxlength: 5000, rows: 3}), {hint: 'One or two sentences that applicants read first.'}),
    element('div', {class: 'fields-row'},
      field('Type', select('type', [['', 'None'], ...types], program.type)),
      field('Year', input('year', {type: 'number', min: 1900, max: 9999, value: program.year ?? ''}), {optional: true}),
      field('Ends', input('endTime', {type: 'date', value: program.endTime?.slice(0, 10) ?? ''}), {optional: true})),
    stateChoice(program.states ?? []),
    group('Who sees it', null, radios('visibility', [
      {value: 'private', text: 'Your organization only'},
      {value: 'public', text: 'Every organization', hint: 'Other organizations of this installation may run instances of it.'},
    ], program.visibility ?? 'private')));
}

export function stateChoice(chosen) {
  return element('details', {class: 'field states', open: chosen.length > 0},
    element('summary', {}, 'States', element('span', {class: 'optional muted'}, chosen.length === 0 ? ' (everywhere)' : ` (${chosen.length} chosen)`)),
    element('span', {class: 'form-hint'}, 'People in other states are not eligible. None chosen means everywhere.'),
    element('div', {class: 'state-grid'}, STATES.map(code => check('states', stateName(code), chosen.includes(code), {value: code}))));
}

/** What differs from the program: a merge patch. */
export function programValues(form, before) {
  const values = new FormData(form);
  const endTime = text(values.get('endTime'));
  return changes(before, {
    name: text(values.get('name')),
    description: text(values.get('description')),
    type: text(values.get('type')),
    year: number(values.get('year')),
    ...(endTime === (before.endTime?.slice(0, 10) ?? null) ? {} : {endTime}),
    states: values.getAll('states'),
    visibility: values.get('visibility'),
  });
}
