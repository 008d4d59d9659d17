// The participant groups.

import {call, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {element} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {badge} from '../system/statuses.js';
import {closeDialog, formDialog} from '../programs/fields.js';
import {groupForm, groupValues} from '../programs/group-form.js';
import {listing} from '../programs/listing.js';
import {typeWords} from '../programs/words.js';

const writes = document.querySelector('main').dataset.writes === 'true';

function create() {
  const form = groupForm();
  onSubmit(form, async () => {
    const made = await call('POST', '/participantGroups', groupValues(form), {once: newKey()});
    closeDialog(form);
    location.assign(`/console/groups/${made.id}`);
  });
  formDialog('New group', form, 'Create', {wide: true});
}

document.querySelector('[data-new]')?.addEventListener('click', create);

listing({
  table: document.querySelector('[data-list]'),
  foot: document.querySelector('[data-foot]'),
  path: '/participantGroups',
  query: parameters => {
    parameters.set('sort', 'name');
    return parameters;
  },
  noun: ['group', 'groups'],
  failedWords: 'The groups could not be loaded',
  none: filtered => filtered ? ['No group matches', 'Change the filter.']
    : ['No groups yet', 'A campaign is offered to a group. Describe the first one by its tags.', writes && element('button', {type: 'button', class: 'btn', onclick: create}, 'New group')],
  row: group => element('tr', {},
    element('td', {}, element('a', {href: `/console/groups/${group.id}`}, group.name)),
    element('td', {}, group.status === 'active' ? badge('Active', 'check-circle', 'success') : badge('Inactive', 'slash-circle')),
    element('td', {class: 'wide'}, group.tags.join(', ') || element('span', {class: 'muted'}, '–')),
    element('td', {class: 'wide'}, group.eligibleProgramTypes.map(typeWords).join(', ') || element('span', {class: 'muted'}, '–')),
    element('td', {class: 'number'}, group.estimatedMembers === undefined ? '–' : count(group.estimatedMembers))),
});
