// Makes the examples of the style guide work.

import {Refusal} from '../system/api.js';
import {confirm, open} from '../system/dialog.js';
import {element} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {keys, showKeys} from '../system/keys.js';
import {empty, failed, loading, selection} from '../system/tables.js';
import {tabs} from '../system/tabs.js';
import {toast} from '../system/toast.js';

const TOASTS = {
  info: () => toast('The list is up to date.', {kind: 'info'}),
  success: () => toast('Approved Tomasz Nowak.'),
  undo: () => toast('Approved Tomasz Nowak.', {seconds: 10, action: {text: 'Undo', run: () => toast('Not approved.', {kind: 'info'})}}),
  danger: () => toast('Not approved: another person changed this meanwhile.', {kind: 'danger'}),
};
document.querySelectorAll('[data-show-toast]').forEach(button =>
  button.addEventListener('click', () => TOASTS[button.dataset.showToast]()));

document.querySelector('[data-show-confirm]').addEventListener('click', async () => {
  if (await confirm('Erase this enrollment?', 'It is deleted with its history and its documents. This cannot be undone.', 'Erase')) {
    toast('Erased.');
  }
});
document.querySelector('[data-show-form]').addEventListener('click', () => open('Reject',
  element('div', {class: 'form'},
    element('div', {class: 'field'}, element('label', {class: 'form-label', for: 'reject-why'}, 'Reason'),
      element('textarea', {class: 'form-control', id: 'reject-why'}))),
  [{value: 'reject', text: 'Reject', kind: 'danger'}, {value: null, text: 'Cancel'}]));
document.querySelector('[data-help-here]').addEventListener('click', showKeys);

selection(document.getElementById('guide-table'), document.getElementById('guide-bulk'));

const states = document.getElementById('guide-states');
const STATES = {
  loading: () => loading(states, 3),
  empty: () => empty(states, 'No enrollments yet', 'Import candidates, or publish the form of a program.',
    element('a', {class: 'btn', href: '#g-tables'}, 'Import candidates')),
  failed: () => failed(states, 'The list could not be loaded', new Refusal(0, {}), () => STATES.loading()),
};
document.querySelectorAll('[data-table-state]').forEach(button =>
  button.addEventListener('click', () => STATES[button.dataset.tableState]()));
STATES.loading();

onSubmit(document.getElementById('guide-form'), async values => {
  if (values.name === 'taken') {
    throw new Refusal(409, {errors: [{pointer: '/name', message: 'is used by another program'}]});
  }
  toast('Saved.');
});

tabs(document.querySelector('[role="tablist"]'));
keys('Style guide', {
  a: ['Show a toast', TOASTS.success],
  j: ['Next row', () => toast('Next row.', {kind: 'info'})],
});
