// Fields of forms, and dialogs with a form.

import {element} from '../system/dom.js';
import {open} from '../system/dialog.js';

let made = 0;

/** Label, help, control. `name` is that of the control; `optional` says so in the label. */
export function field(label, control, {hint, optional = false} = {}) {
  control.id ||= `field-${++made}`;
  if (hint) {
    control.setAttribute('aria-describedby', `${control.id}-hint`);
  }
  return element('div', {class: 'field'},
    element('label', {class: 'form-label', for: control.id}, label, optional && element('span', {class: 'optional'}, ' (optional)')),
    hint && element('span', {class: 'form-hint', id: `${control.id}-hint`}, hint),
    control);
}

export const input = (name, attributes = {}) => element('input', {class: 'form-control', name, autocomplete: 'off', ...attributes});

export const textarea = (name, text = '', attributes = {}) => element('textarea', {class: 'form-control', name, rows: 4, ...attributes}, text);

/** @param options pairs of value and words */
export const select = (name, options, chosen, attributes = {}) => element('select', {class: 'form-select', name, ...attributes},
  options.map(([value, text]) => element('option', {value, selected: String(value) === String(chosen ?? '')}, text)));

/** A check box with its words. */
export function check(name, words, checked = false, {hint, value = 'on', ...attributes} = {}) {
  const id = `field-${++made}`;
  return element('div', {class: 'form-check'},
    element('input', {class: 'form-check-input', type: 'checkbox', id, name, value, checked, 'aria-describedby': hint && `${id}-hint`, ...attributes}),
    element('label', {class: 'form-check-label', for: id}, words, hint && element('span', {class: 'form-hint', id: `${id}-hint`}, hint)));
}

/** Several check boxes or radio buttons under one legend. */
export function group(legend, hint, ...controls) {
  return element('fieldset', {class: 'field'}, element('legend', {}, legend), hint && element('span', {class: 'form-hint'}, hint), controls);
}

/** Radio buttons: options are {value, text, hint}. */
export function radios(name, options, chosen) {
  return options.map(({value, text, hint}) => {
    const id = `field-${++made}`;
    return element('div', {class: 'form-check'},
      element('input', {class: 'form-check-input', type: 'radio', id, name, value, checked: value === chosen, 'aria-describedby': hint && `${id}-hint`}),
      element('label', {class: 'form-check-label', for: id}, text, hint && element('span', {class: 'form-hint', id: `${id}-hint`}, hint)));
  });
}

/** A dialog whose main button submits the form; close it by `closeDialog(form)`. */
export function formDialog(title, form, action, {wide = false, intro, danger = false} = {}) {
  return open(title, [intro && element('p', {}, intro), form], [
    {value: 'done', text: action, kind: danger ? 'danger' : 'primary'},
    {value: null, text: 'Cancel'},
  ], {wide, close: () => {
    form.requestSubmit();
    return false;
  }});
}

export const closeDialog = form => form.closest('dialog').dispatchEvent(new Event('cancel', {cancelable: true}));

/** The text of a field, or null. */
export const text = value => (value ?? '').trim() || null;

/** The number of a field, or null. */
export const number = value => (String(value ?? '').trim() === '' ? null : Number(value));
