// The facts of a participant group.

import {element} from '../system/dom.js';
import {check, field, group, input, number, select, text, textarea} from './fields.js';
import {TYPES, typeWords} from './words.js';

export function groupForm(it = {}) {
  const types = [...new Set([...Object.keys(TYPES), ...(it.eligibleProgramTypes ?? [])])];
  return element('form', {class: 'form'},
    field('Name', input('name', {required: true, maxlength: 200, value: it.name ?? ''})),
    field('Description', textarea('description', it.description ?? '', {maxlength: 5000, rows: 2}), {optional: true}),
    field('Tags', input('tags', {value: (it.tags ?? []).join(', ')}), {hint: 'Separated by commas, in lower case, such as homeowners, low-income. People with one of them belong to the group.', optional: true}),
    group('Types of programs that the group may take part in', null, element('div', {class: 'state-grid'}, types.map(type => check('eligibleProgramTypes', typeWords(type), (it.eligibleProgramTypes ?? []).includes(type), {value: type})))),
    element('div', {class: 'fields-row'},
      field('People, about', input('estimatedMembers', {type: 'number', min: 0, value: it.estimatedMembers ?? ''}), {optional: true}),
      field('Status', select('status', [['active', 'Active'], ['inactive', 'Inactive']], it.status ?? 'active'))));
}

export function groupValues(form) {
  const values = new FormData(form);
  return {
    name: values.get('name').trim(), description: text(values.get('description')) ?? '', status: values.get('status'),
    tags: values.get('tags').split(',').map(tag => tag.trim().toLowerCase()).filter(Boolean),
    eligibleProgramTypes: values.getAll('eligibleProgramTypes'), estimatedMembers: number(values.get('estimatedMembers')),
  };
}
