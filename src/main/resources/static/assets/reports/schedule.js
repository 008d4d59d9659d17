// "Send by mail": schedules the report of the page for the person, and ends schedules.

import {call} from '../system/api.js';
import {time} from '../system/dates.js';
import {element, fill} from '../system/dom.js';
import {field, formDialog, select} from '../system/form-dialog.js';
import {toast} from '../system/toast.js';
import {query} from './filters.js';

const TITLES = {funnel: 'Funnel', trend: 'Over time', durations: 'Durations', reasons: 'Reasons', capacity: 'Capacity', reviewers: 'Reviewers'};
const INTERVALS = {day: 'Every day', week: 'Every Monday', month: 'On the first of each month'};
const FAILED = 'The last mail could not be sent';

/** Opens the dialog for a report, with the program instance that the filters name. */
export async function schedule(report) {
  const instance = query().get('programInstanceId');
  const known = element('div', {'aria-live': 'polite'});
  await list(known);
  const scheduled = await formDialog(`Send “${TITLES[report]}” by mail`, [
    element('p', {}, `You get the figures of the day, week or month that has ended at 6:00 in the morning, as CSV with a link to this page, for ${instance ? 'the program instance chosen above' : 'all programs'}.`),
    field('When', select('schedule-interval', 'interval', Object.entries(INTERVALS), 'week')),
    known,
  ], 'Schedule', values => call('POST', '/reportSchedules', {report, interval: values.interval, programInstanceId: instance}));
  if (scheduled) {
    toast(`“${TITLES[report]}” comes ${INTERVALS[scheduled.interval].toLowerCase()}`);
  }
}

async function list(place) {
  const {data} = await call('GET', '/reportSchedules');
  fill(place, data.length > 0 && [
    element('h3', {class: 'small'}, 'What you get now'),
    element('ul', {class: 'plain-list'}, data.map(one => element('li', {class: 'bar'},
      element('span', {}, `${TITLES[one.report]}, ${INTERVALS[one.interval].toLowerCase()}${one.programInstanceId ? ', one program instance' : ''}. Next: `, time(one.nextAt), one.problem && `. ${FAILED}`),
      element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `End ${TITLES[one.report]}, ${INTERVALS[one.interval].toLowerCase()}`, onclick: async () => {
        await call('DELETE', `/reportSchedules/${one.id}`);
        await list(place);
      }}, 'End')))),
  ]);
}
