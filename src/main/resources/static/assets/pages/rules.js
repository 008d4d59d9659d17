// The list of rule sets: a dialog makes a new one.

import {call} from '../system/api.js';
import {element} from '../system/dom.js';
import {open} from '../system/dialog.js';
import {onSubmit} from '../system/forms.js';
import {slug} from '../system/slug.js';

document.querySelector('button[data-new-rule-set]')?.addEventListener('click', () => {
  const form = element('form', {class: 'form', id: 'new-rule-set'},
    element('div', {class: 'field'},
      element('label', {class: 'form-label', for: 'rule-set-name'}, 'Name'),
      element('input', {class: 'form-control', id: 'rule-set-name', name: 'name', required: true, maxlength: 200, autofocus: true, 'data-missing': 'Enter a name, such as Battery rebate.'})),
    element('div', {class: 'field'},
      element('label', {class: 'form-label', for: 'rule-set-slug'}, 'Short name'),
      element('span', {class: 'form-hint', id: 'rule-set-slug-hint'}, 'Lower-case letters and digits, joined by -, such as battery-rebate. Programs name the rules by it.'),
      element('input', {class: 'form-control', id: 'rule-set-slug', name: 'slug', required: true, maxlength: 100, pattern: '[a-z0-9]+([_\\-][a-z0-9]+)*',
        'aria-describedby': 'rule-set-slug-hint', 'data-invalid': 'Use lower-case letters and digits, joined by -.', 'data-taken': 'A rule set with this short name exists already. Choose another.'})));
  // proposed by the name until a person changes it
  const short = form.elements.slug;
  form.elements.name.addEventListener('input', () => {
    if (!short.dataset.own) {
      short.value = slug(form.elements.name.value);
    }
  });
  short.addEventListener('input', () => {
    short.dataset.own = 'true';
  });
  onSubmit(form, async values => {
    const made = await call('POST', '/ruleSets', values);
    location.assign(`/console/rules/${made.slug}`);
  });
  open('New rule set', [element('p', {class: 'muted'}, 'It starts as a copy of the default table.'), form], [
    {value: 'create', text: 'Create', kind: 'primary'},
    {value: null, text: 'Cancel'},
  ], {close: () => {
    form.requestSubmit();
    return false;
  }});
});
