// The dialogs that decisions need: a reason, a question to the applicant, an override, a colleague.

import {call} from '../system/api.js';
import {open} from '../system/dialog.js';
import {element} from '../system/dom.js';

/** Asks for the reason of a rejection; resolves to the sentence, or null if the person changed their mind. */
export async function askRejection(detail, title, verb = 'Reject') {
  const reasons = detail?.rejectionReasons ?? [];
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}, 'Choose a reason, or write one.'));
  const words = element('textarea', {class: 'form-control', id: 'rejection-words', maxlength: '2000', rows: '4', autofocus: reasons.length === 0});
  const choices = element('fieldset', {class: 'field', hidden: reasons.length === 0},
    element('legend', {}, 'Reason'),
    reasons.map((reason, n) => element('label', {class: 'form-check'},
      element('input', {type: 'radio', class: 'form-check-input', name: 'rejection-reason', value: reason.text, autofocus: n === 0}),
      element('span', {class: 'form-check-label'}, reason.text))));
  const form = element('div', {class: 'form'}, error, choices,
    element('div', {class: 'field'},
      element('label', {class: 'form-label', for: 'rejection-words'},
        reasons.length > 0 ? 'In your own words ' : 'Reason', reasons.length > 0 && element('span', {class: 'optional'}, '(optional)')),
      element('span', {class: 'form-hint'}, 'The applicant reads this.'),
      words));
  const sentence = () => [choices.querySelector('input:checked')?.value, words.value.trim()].filter(Boolean).join(' ');
  const answer = await open(title, form, [
    {value: 'reject', text: verb, kind: 'danger'},
    {value: null, text: 'Cancel'},
  ], {close: () => {
    error.hidden = sentence() !== '';
    return sentence() !== '';
  }});
  return answer && sentence();
}

/** Asks the applicant; resolves to whether a question was sent. */
export async function askApplicant(detail, documentTypes) {
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}));
  const message = element('textarea', {class: 'form-control', id: 'question', maxlength: '2000', rows: '4', autofocus: true});
  const due = element('input', {type: 'date', class: 'form-control', id: 'question-due', min: tomorrow()});
  const box = (value, label, group) => element('label', {class: 'form-check'},
    element('input', {type: 'checkbox', class: 'form-check-input', value, 'data-group': group}),
    element('span', {class: 'form-check-label'}, label));
  const fields = detail.answers.flatMap(section => section.answers).filter(answer => !FIXED.has(answer.pointer));
  const form = element('div', {class: 'form'}, error,
    element('div', {class: 'field'},
      element('label', {class: 'form-label', for: 'question'}, 'Message to the applicant'),
      element('span', {class: 'form-hint'}, 'Say what is missing and where to find it.'),
      message),
    fields.length > 0 && element('fieldset', {class: 'field application-fields'},
      element('legend', {}, 'Answers to give again ', element('span', {class: 'optional'}, '(optional)')),
      fields.map(answer => box(answer.pointer, answer.label, 'fields'))),
    documentTypes.length > 0 && element('fieldset', {class: 'field application-fields'},
      element('legend', {}, 'Documents to send ', element('span', {class: 'optional'}, '(optional)')),
      documentTypes.map(({type, label}) => box(type, label, 'documents'))),
    element('div', {class: 'field'},
      element('label', {class: 'form-label', for: 'question-due'}, 'Answer due ', element('span', {class: 'optional'}, '(optional)')),
      due));
  const chosen = group => [...form.querySelectorAll(`[data-group="${group}"]:checked`)].map(input => input.value);
  const answer = await open(`Ask ${detail.personName}`, form, [
    {value: 'send', text: 'Send the question', kind: 'primary'},
    {value: null, text: 'Cancel'},
  ], {wide: true, close: async () => {
    try {
      if (!message.value.trim()) {
        throw new Error('Write what you want to know.');
      }
      const body = {message: message.value.trim()};
      if (chosen('fields').length > 0) {
        body.fields = chosen('fields');
      }
      if (chosen('documents').length > 0) {
        body.documents = chosen('documents');
      }
      if (due.value) {
        body.dueAt = new Date(`${due.value}T23:59:59`).toISOString();
      }
      await call('POST', `/enrollments/${detail.enrollmentId}/informationRequests`, body);
      return true;
    } catch (failure) {
      error.firstChild.textContent = failure.message;
      error.hidden = false;
      message.focus();
      return false;
    }
  }});
  return answer === 'send';
}

/** What identifies the person is not asked again. */
const FIXED = new Set(['/email']);

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** Asks for an override; resolves to the reason or null. */
export async function askOverride(detail, enrollment) {
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}, 'Say why it is approved nevertheless.'));
  const words = element('textarea', {class: 'form-control', id: 'override-words', maxlength: '2000', rows: '3', autofocus: true});
  const answer = await open(`Approve ${detail.personName} although the verdict changed?`, [
    element('p', {}, enrollment.verdictChanged.reason ?? 'The rules no longer find the applicant eligible.'),
    element('div', {class: 'form'}, error, element('div', {class: 'field'},
      element('label', {class: 'form-label', for: 'override-words'}, 'Reason'), words)),
  ], [{value: 'yes', text: 'Approve nevertheless', kind: 'primary'}, {value: null, text: 'Cancel'}], {close: () => {
    error.hidden = words.value.trim() !== '';
    return words.value.trim() !== '';
  }});
  return answer && words.value.trim();
}

/** Lets a coordinator choose a colleague; resolves to {id, name} or null. */
export async function askColleague(detail) {
  const people = (await call('GET', '/users?perPage=500')).data
    .filter(user => user.status === 'active' && user.roles.some(role => REVIEWERS.has(role)));
  const select = element('select', {class: 'form-select', id: 'colleague', autofocus: true},
    people.map(user => element('option', {value: user.id}, user.displayName)));
  const answer = await open('Assign to a colleague', element('div', {class: 'form'}, element('div', {class: 'field'},
    element('label', {class: 'form-label', for: 'colleague'}, `Who decides about ${detail.personName}?`), select)),
  [{value: 'assign', text: 'Assign', kind: 'primary'}, {value: null, text: 'Cancel'}]);
  return answer && {id: select.value, name: select.selectedOptions[0].textContent};
}

const REVIEWERS = new Set(['reviewer', 'coordinator', 'administrator']);

/** Asks for a reason; resolves to it, or null if the person changed their mind. */
export async function askReason(title, verb, {hint, missing, kind = 'danger'}) {
  const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}, missing));
  const words = element('textarea', {class: 'form-control', id: 'reason-words', maxlength: '2000', rows: '4', autofocus: true});
  const answer = await open(title, element('div', {class: 'form'}, error, element('div', {class: 'field'},
    element('label', {class: 'form-label', for: 'reason-words'}, 'Reason'),
    element('span', {class: 'form-hint'}, hint),
    words)), [{value: 'yes', text: verb, kind}, {value: null, text: 'Cancel'}], {close: () => {
    error.hidden = words.value.trim() !== '';
    return words.value.trim() !== '';
  }});
  return answer && words.value.trim();
}
