// Other enrollments of the same person.

import {time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {statusBadge} from '../system/statuses.js';

/** Fills the panel. */
export function otherPanel(panel, detail) {
  if (detail.otherEnrollments.length === 0) {
    fill(panel, element('div', {class: 'empty'}, icon('person'), element('h3', {}, 'No other enrollment'),
      element('p', {}, `${detail.personName} takes part in no other program of this workspace.`)));
    return;
  }
  fill(panel, element('ul', {class: 'review-others'}, detail.otherEnrollments.map(other => element('li', {},
    element('div', {},
      element('strong', {}, other.programInstanceTitle), ' ', element('span', {class: 'code'}, other.applicationNumber),
      other.reason && element('p', {class: 'muted'}, other.reason)),
    element('div', {class: 'review-other-end'}, statusBadge(other.status), time(other.since))))));
}
