// Other enrollments of the same person, and customers that may be the same person.

import {time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {statusBadge} from '../system/statuses.js';
import {duplicateCards} from './duplicates.js';

/** Fills the panel; `changed` is called when customers were merged or told apart. */
export function otherPanel(panel, {detail, enrollment, duplicates}, context, changed) {
  const others = detail.otherEnrollments;
  fill(panel,
    duplicateCards(duplicates, enrollment.customerId, context, changed),
    others.length > 0 && element('section', {}, element('h3', {}, 'Other enrollments'),
      element('ul', {class: 'application-others'}, others.map(other => element('li', {},
        element('div', {},
          element('a', {href: `/console/enrollments/${other.enrollmentId}`}, other.programInstanceTitle), ' ', element('span', {class: 'code'}, other.applicationNumber),
          other.reason && element('p', {class: 'muted'}, other.reason)),
        element('div', {class: 'application-other-end'}, statusBadge(other.status), time(other.since)))))),
    others.length === 0 && duplicates.length === 0 && element('div', {class: 'empty'}, icon('person'), element('h3', {}, 'Nothing else is known'),
      element('p', {}, `${detail.personName} has no other enrollment, and no other customer resembles them.`)));
}
