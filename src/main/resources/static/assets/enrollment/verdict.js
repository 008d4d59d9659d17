// What the rules decided, with each condition.

import {count, exact} from '../system/dates.js';
import {element, icon} from '../system/dom.js';
import {VERDICTS, shown} from './words.js';

/** The card of the verdict; `more` are elements that follow the conditions. */
export function verdict(detail, ...more) {
  const known = detail.verdict;
  if (!known) {
    return element('div', {class: 'alert'}, icon('info-circle'), element('div', {}, 'The rules have not been evaluated.'));
  }
  const [sentence, sign, meaning] = VERDICTS[known.status];
  const met = known.conditions.filter(condition => condition.met).length;
  const open = met < known.conditions.length;
  return element('section', {class: `application-verdict application-verdict-${meaning}`, 'aria-label': 'Verdict of the rules'},
    element('p', {class: 'application-verdict-line'}, icon(sign),
      element('span', {}, element('strong', {}, sentence), known.reason ? ` – ${known.reason}` : '')),
    known.conditions.length > 0 && element('details', {open},
      element('summary', {}, `${met} of ${known.conditions.length} conditions met`),
      element('ul', {class: 'application-conditions'}, known.conditions.map(condition => element('li', {},
        icon(condition.met ? 'check-lg' : 'x-lg'),
        element('span', {}, element('span', {class: 'unseen'}, condition.met ? 'Met: ' : 'Not met: '), condition.label),
        element('span', {class: 'muted'}, shown(condition.seen)))))),
    more,
    detail.capacity && element('p', {class: 'muted', title: `As of ${exact(new Date().toISOString())}`},
      `${count(detail.capacity.available)} of ${count(detail.capacity.limit)} places left`));
}
