// The answers of the application under the labels of its form; what an information request changed is marked.

import {element, fill, icon} from '../system/dom.js';
import {shown} from './words.js';

/** Fills the panel; `changed` are the changes {pointer, before} of the latest answer to a question. */
export function answersPanel(panel, detail, changed = []) {
  const changes = new Map(changed.map(change => [change.pointer, change]));
  fill(panel,
    detail.answers.map(section => element('section', {class: 'application-answers'},
      detail.answers.length > 1 && element('h3', {}, section.title),
      element('dl', {class: 'facts'}, section.answers.map(answer => {
        const change = changes.get(answer.pointer);
        return [
          element('dt', {}, answer.label),
          element('dd', {class: change && 'application-changed'},
            shown(answer.value, answer.type),
            change && element('span', {class: 'application-before'}, icon('reply'),
              `Changed by the applicant; before: ${shown(change.before, answer.type)}`)),
        ];
      })))),
    element('section', {class: 'application-answers'},
      element('h3', {}, 'Program'),
      element('details', {}, element('summary', {}, 'Who may take part'), element('p', {class: 'application-prose'}, detail.eligibilityCriteria)),
      element('details', {}, element('summary', {},
        detail.termsVersionAccepted ? `Terms, accepted in version ${detail.termsVersionAccepted}` : 'Terms'),
        element('p', {class: 'application-prose'}, detail.programTerms))));
}
