// The templates of the workspace.

import {call, newKey} from '../system/api.js';
import {count, time} from '../system/dates.js';
import {element} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {badge} from '../system/statuses.js';
import {closeDialog, field, formDialog, input, select, textarea} from '../programs/fields.js';
import {listing} from '../programs/listing.js';
import {TYPES, typeWords} from '../programs/words.js';

const writes = document.querySelector('main').dataset.writes === 'true';

function create() {
  const form = element('form', {class: 'form'},
    field('Name', input('name', {required: true, maxlength: 200, 'data-taken': 'A template of this name exists already. Choose another name.'})),
    field('Description', textarea('description', '', {maxlength: 5000, rows: 2}), {optional: true}),
    field('For programs of the type', select('type', Object.entries(TYPES), 'rebate')));
  onSubmit(form, async values => {
    const made = await call('POST', '/templates', {name: values.name.trim(), description: values.description.trim()}, {once: newKey()});
    await call('POST', `/templates/${made.slug}/versions`, {programType: values.type, note: 'First version'}, {once: newKey()});
    closeDialog(form);
    location.assign(`/console/templates/${made.slug}`);
  });
  formDialog('New template', form, 'Create', {intro: 'It begins with an empty draft. To begin with what another template says, open that one and choose New draft.'});
}

document.querySelector('[data-new]')?.addEventListener('click', create);

listing({
  table: document.querySelector('[data-list]'),
  foot: document.querySelector('[data-foot]'),
  path: '/templates',
  query: parameters => {
    parameters.set('sort', 'name');
    return parameters;
  },
  noun: ['template', 'templates'],
  failedWords: 'The templates could not be loaded',
  none: () => ['No templates', 'Create the first one.', writes && element('button', {type: 'button', class: 'btn', onclick: create}, 'New template')],
  row: template => element('tr', {},
    element('td', {}, element('a', {href: `/console/templates/${template.slug}`}, template.name),
      template.description && element('span', {class: 'muted small block'}, template.description)),
    element('td', {class: 'wide'}, TYPES[template.slug] ? typeWords(template.slug) : '–'),
    element('td', {}, template.activeVersion ? badge(`Version ${template.activeVersion} active`, 'check-circle', 'success') : badge('No active version', 'slash-circle')),
    element('td', {class: 'number wide'}, count(template.latestVersion)),
    element('td', {class: 'wide'}, time(template.updatedAt))),
});
