// What stands in the way of a decision, and what the applicant was asked.

import {time} from '../system/dates.js';
import {element, icon} from '../system/dom.js';
import {words} from './words.js';

/** Alerts about an application; `answered` is the latest request for information, if the applicant answered it. */
export function notices(detail, {informationRequest, verdictChanged, approvals = [], ruleReview}, answered) {
  return [
    detail.review && approvals.length > 0 && element('div', {class: 'alert'}, icon('person-check'), element('div', {},
      element('h3', {}, 'One more approval is needed'),
      element('p', {}, `${approvals[0].by.name} approved it `, time(approvals[0].at), approvals[0].reason ? `: “${approvals[0].reason}”` : '.'))),
    detail.review && ruleReview?.outcome === 'sampled' && element('div', {class: 'alert'}, icon('shield-check'), element('div', {},
      'The rules would approve this application; it was drawn for a second look by a person.')),
    verdictChanged && element('div', {class: 'alert alert-warning'}, icon('flag'), element('div', {},
      element('h3', {}, 'The rules no longer find the applicant eligible'),
      element('p', {}, verdictChanged.reason ?? 'The facts changed after the application was submitted.'))),
    informationRequest && element('div', {class: 'alert'}, icon('hourglass-split'), element('div', {},
      element('h3', {}, 'Waiting for the applicant'),
      element('p', {}, `“${informationRequest.message}”`),
      element('p', {class: 'muted'}, 'Asked ', time(informationRequest.requestedAt),
        informationRequest.dueAt ? ['; answer due ', time(informationRequest.dueAt)] : ''))),
    answered && answer(answered, detail),
  ];
}

/** What the applicant answered; the changed answers are marked below. */
function answer(request, detail) {
  const label = pointer => detail.answers.flatMap(section => section.answers).find(known => known.pointer === pointer)?.label ?? pointer.split('/').at(-1);
  const {message, unanswered} = request.answer;
  return element('div', {class: 'alert application-answer'}, icon('reply'), element('div', {},
    element('h3', {}, 'The applicant answered ', time(request.closedAt)),
    element('p', {class: 'muted'}, `${request.requestedBy.name} asked: “${request.message}”`),
    message && element('blockquote', {}, message),
    unanswered.length > 0 && element('p', {}, `Not answered: ${unanswered.map(label).join(', ')}.`),
    request.missingDocuments.length > 0 && element('p', {}, `Documents still missing: ${request.missingDocuments.map(type => detail.documentTypes.find(known => known.type === type)?.label ?? words(type)).join(', ')}.`)));
}
