// Forms that send to the API: the errors stand above their fields and in a summary on top, which takes the focus.

import {Refusal} from './api.js';
import {element, fill} from './dom.js';

/**
 * Runs `work(values, form)` on submit. A refusal with fields is shown at the fields with the same name, a name that exists
 * already at the field with `data-taken`, the sentence for it; anything else in the summary. The button is busy meanwhile and never disabled; a second submit waits for the first.
 */
export function onSubmit(form, work) {
  if (!form) {
    return;
  }
  form.noValidate = true;
  let busy = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (busy) {
      return;
    }
    busy = true;
    const button = event.submitter ?? form.querySelector('[type="submit"]');
    clear(form);
    try {
      const faults = invalid(form);
      if (faults.size > 0) {
        show(form, faults);
        return;
      }
      button?.setAttribute('aria-busy', 'true');
      await work(Object.fromEntries(new FormData(form)), form);
    } catch (failure) {
      if (!(failure instanceof Refusal)) {
        console.error(failure);
      }
      show(form, faultsOf(form, failure), failure.message);
    } finally {
      busy = false;
      button?.removeAttribute('aria-busy');
    }
  });
}

/** Sentences by field. The API names the short name that exists already; a person has entered the name. */
function faultsOf(form, failure) {
  const named = failure.code === 'already-exists' && form.querySelector('[data-taken]');
  return named ? new Map([[named.name, named.dataset.taken]]) : failure.fields ?? new Map();
}

/** What the browser's own validation finds, in words: `data-missing` and `data-invalid` of a field say what to enter. */
function invalid(form) {
  const faults = new Map();
  for (const field of form.elements) {
    if (field.willValidate && !field.validity.valid) {
      const label = labelOf(form, field.name);
      faults.set(field.name, field.validity.valueMissing
        ? field.dataset.missing ?? `Enter ${label.charAt(0).toLowerCase()}${label.slice(1)}.`
        : field.dataset.invalid ?? field.validationMessage);
    }
  }
  return faults;
}

function labelOf(form, name) {
  return form.elements[name]?.labels?.[0]?.firstChild?.textContent.trim() || name;
}

/** Removes all errors of a form. */
export function clear(form) {
  form.querySelectorAll('.form-error').forEach(error => error.remove());
  form.querySelectorAll('.field-invalid').forEach(field => field.classList.remove('field-invalid'));
  form.querySelectorAll('[aria-invalid]').forEach(field => {
    describe(field, field.getAttribute('aria-errormessage'), false);
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-errormessage');
  });
  const summary = form.querySelector('.error-summary');
  if (summary) {
    summary.hidden = true;
  }
}

/** Adds an id to the descriptions of a control, or removes it: not every screen reader reads `aria-errormessage`. */
function describe(control, id, add) {
  const ids = (control.getAttribute('aria-describedby') ?? '').split(' ').filter(one => one && one !== id);
  const all = add ? [...ids, id] : ids;
  all.length > 0 ? control.setAttribute('aria-describedby', all.join(' ')) : control.removeAttribute('aria-describedby');
}

/**
 * Shows errors: `faults` maps names of fields to sentences. What has no field, and `message` if there are no faults, is
 * shown in the summary alone.
 */
export function show(form, faults, message) {
  const links = [];
  for (const [name, text] of faults) {
    const control = form.elements[name] instanceof RadioNodeList ? form.elements[name][0] : form.elements[name];
    const field = control?.closest('.field');
    if (!control || !field) {
      links.push(element('li', {}, text));
      continue;
    }
    control.id ||= `field-${name}`;
    const id = `error-${control.id}`;
    field.classList.add('field-invalid');
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-errormessage', id);
    describe(control, id, true);
    const error = element('p', {class: 'form-error', id}, element('span', {}, text));
    const place = field.querySelector('.search, .date-fields, .form-check') ?? control;
    place.before(error);
    links.push(element('li', {}, element('a', {href: `#${control.id}`, onclick: event => {
      event.preventDefault();
      control.focus();
    }}, text)));
  }
  if (links.length === 0) {
    links.push(element('li', {}, message));
  }
  let summary = form.querySelector('.error-summary');
  if (!summary) {
    summary = element('div', {class: 'error-summary', role: 'alert', tabindex: '-1'});
    form.prepend(summary);
  }
  summary.hidden = false;
  fill(summary, element('h2', {}, links.length === 1 ? 'There is a problem' : 'There are problems'), element('ul', {}, links));
  summary.focus();
}
