// The activities of an enrollment, and whether the person took part.

import {call} from '../system/api.js';
import {count, percent} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {KINDS, participationBadge} from '../instances/activity-words.js';
import {span} from '../instances/zoned.js';
import {failure, skeleton} from '../programs/words.js';

/** Fills the panel with the activities of an enrollment. */
export async function participationPanel(panel, enrollment) {
  fill(panel, skeleton());
  try {
    const found = await call('GET', `/enrollments/${enrollment.id}/participations`);
    fill(panel, found.data.length === 0
      ? element('div', {class: 'empty', role: 'status'}, icon('calendar3'), element('h3', {}, 'No activities yet'), element('p', {}, 'Activities to which the person is invited appear here.'))
      : [found.participationRate !== null && element('p', {}, `Took part in ${percent(found.participationRate)} of the finished activities.`),
        element('ul', {class: 'application-notes'}, found.data.map(each => element('li', {},
          element('div', {},
            element('p', {class: 'application-prose'}, element('a', {href: `/console/instances/${enrollment.programInstanceId}/activities#${each.activityId}`}, each.title), ' ', participationBadge(each.status)),
            element('div', {class: 'muted'}, `${KINDS[each.kind]} · ${span(each.startsAt, each.endsAt, each.timeZone)}`,
              each.quantity !== null && ` · ${count(each.quantity)} ${each.unit}`, each.activityStatus === 'cancelled' && ' · cancelled')))))]);
  } catch (refusal) {
    fill(panel, failure('The activities could not be loaded', refusal, () => participationPanel(panel, enrollment)));
  }
}
