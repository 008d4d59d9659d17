// Which program instances the rule set decides for, and how many people.

import {call} from '../system/api.js';
import {count} from '../system/dates.js';
import {open} from '../system/dialog.js';
import {element, fill} from '../system/dom.js';

const IN_FLIGHT = {keep: 'keep their verdict', reevaluate: 'are judged again', flag: 'are flagged for a person'};

export async function usage(bench) {
  const place = document.getElementById('usage');
  try {
    const use = await call('GET', `${bench.base}/usage`);
    if (use.instances === 0) {
      fill(place, 'No program instance uses these rules yet.');
      return;
    }
    const people = use.people === 1 ? '1 person' : `${count(use.people)} people`;
    const instances = use.instances === 1 ? '1 program instance' : `${count(use.instances)} program instances`;
    fill(place, element('button', {type: 'button', class: 'link', onclick: () => show(use)}, `Decides for ${people} in ${instances}`));
  } catch (fault) {
    // a member of single instances may not see those of others
    if (fault.status !== 403) {
      throw fault;
    }
    fill(place);
  }
}

function show(use) {
  const total = use.instances > use.data.length ? element('p', {class: 'muted'}, `The ${use.data.length} with the most people of ${count(use.instances)}.`) : null;
  open('What these rules decide', [
    total,
    element('div', {class: 'table-frame table-frame-scroll', tabindex: '0', role: 'region', 'aria-label': 'Program instances'},
      element('table', {class: 'table table-dense'},
        element('thead', {}, element('tr', {},
          element('th', {scope: 'col'}, 'Program instance'), element('th', {scope: 'col'}, 'Version'),
          element('th', {scope: 'col', class: 'number'}, 'People'), element('th', {scope: 'col', class: 'number'}, 'Open'),
          element('th', {scope: 'col'}, 'At a new version, open ones'))),
        element('tbody', {}, use.data.map(instance => element('tr', {},
          element('td', {}, element('a', {href: `/console/instances/${instance.programInstanceId}`}, instance.title), instance.active ? null : ' (inactive)'),
          element('td', {}, instance.version ? `Version ${instance.version}` : 'Latest'),
          element('td', {class: 'number'}, count(instance.people)), element('td', {class: 'number'}, count(instance.open)),
          element('td', {}, instance.version ? 'are not affected' : IN_FLIGHT[instance.inFlight])))))),
  ].filter(Boolean), [{value: null, text: 'Close'}], {wide: true});
}
