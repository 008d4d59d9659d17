// Dialogs with a form that sends to the API: errors stand at their fields, and the dialog closes when the work is done.

import {Refusal} from './api.js';
import {open} from './dialog.js';
import {element} from './dom.js';
import {onSubmit} from './forms.js';

/**
 * Opens a dialog with a form; resolves with what `work` returned, or null if the person cancelled.
 *
 * @param content elements of the form
 * @param action  text of the main button
 * @param work    called with the values and the form; a Refusal keeps the dialog open and is shown in it
 * @param options `danger`: red main button; `wide`
 */
export async function formDialog(title, content, action, work, {danger = false, wide = false} = {}) {
  const form = element('form', {class: 'form'}, content);
  let result = null;
  onSubmit(form, async values => {
    result = await work(values, form) ?? true;
    form.closest('dialog').dispatchEvent(new Event('cancel', {cancelable: true}));
  });
  await open(title, form, [{value: 'done', text: action, kind: danger ? 'danger' : 'primary'}, {value: null, text: 'Cancel'}], {wide, close: () => {
    form.requestSubmit();
    return false;
  }});
  return result;
}

/** A fault that the page finds itself, for `work` to throw: shown at the field like a refusal of the API. */
export class MissingValue extends Refusal {
  constructor(name, text) {
    super(400, {detail: text});
    this.fields = new Map([[name, text]]);
  }
}

/** A label, help and a control with an id. `optional` adds the word. */
export function field(label, control, hint, {optional = false} = {}) {
  const id = control.id;
  if (hint) {
    control.setAttribute('aria-describedby', `${id}-hint`);
  }
  return element('div', {class: 'field'},
    element('label', {class: 'form-label', for: id}, label, optional && element('span', {class: 'optional'}, ' (optional)')),
    hint && element('span', {class: 'form-hint', id: `${id}-hint`}, hint),
    control);
}

/** A text field; `attributes` as of an input. */
export const input = (id, name, attributes = {}) => element('input', {class: 'form-control', type: 'text', id, name, autocomplete: 'off', ...attributes});

/** A select of [value, text] pairs. */
export const select = (id, name, options, chosen, attributes = {}) => element('select', {class: 'form-select', id, name, ...attributes},
  options.map(([value, text]) => element('option', {value, selected: value === chosen}, text)));

/** Check boxes under a legend; each option is [value, title, text]. */
export function checks(legend, name, options, chosen, hint) {
  return element('fieldset', {class: 'field'},
    element('legend', {}, legend),
    hint && element('span', {class: 'form-hint'}, hint),
    options.map(([value, title, text]) => {
      const id = `${name}-${value}`.replaceAll(/[^A-Za-z0-9-]/g, '-');
      return element('div', {class: 'form-check'},
        element('input', {class: 'form-check-input', type: 'checkbox', id, name, value, checked: chosen.includes(value), 'aria-describedby': text && `${id}-text`}),
        element('label', {class: 'form-check-label', for: id}, title, text && element('span', {class: 'form-hint', id: `${id}-text`}, text)));
    }));
}

/** The values of the checked boxes of a name. */
export const checked = (form, name) => new FormData(form).getAll(name);

/**
 * Shows a secret that the server tells once, with a button that copies it. Resolves when the person closes the dialog.
 *
 * @param text what to do with it
 */
export function showSecret(title, label, value, text) {
  const shown = element('input', {class: 'form-control monospace', id: 'secret', readonly: true, value, autocomplete: 'off', spellcheck: 'false', 'data-secret': true});
  const said = element('span', {class: 'muted', role: 'status'});
  shown.addEventListener('focus', () => shown.select());
  return open(title, [
    element('p', {}, text),
    element('div', {class: 'field'}, element('label', {class: 'form-label', for: 'secret'}, label), shown),
    said,
  ], [{value: 'copy', text: 'Copy', kind: 'primary'}, {value: null, text: 'Done'}], {wide: true, close: async () => {
    shown.select();
    said.textContent = await copied(value) ? 'Copied.' : 'Press Ctrl+C to copy it.';
    return false;
  }});
}

// over http the clipboard exists only on localhost
async function copied(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}
