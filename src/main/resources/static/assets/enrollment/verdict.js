// What the rules decided, with each condition.

import {count, exact} from '../system/dates.js';
import {element, icon} from '../system/dom.js';
import {money} from '../system/money.js';
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
    incentive(detail.incentive),
    detail.incentive?.left !== undefined && !detail.capacity?.currency && element('p', {class: 'muted'}, `${money(detail.incentive.left, detail.incentive.currency)} left in the budget`),
    detail.capacity && element('p', {class: detail.capacity.available > 0 ? 'muted' : 'application-full', title: `As of ${exact(new Date().toISOString())}`},
      detail.capacity.available <= 0 && icon('exclamation-triangle'), leftWords(detail.capacity)));
}

/** `18 of 100 places left`, or money of a budget. */
export const leftWords = ({available, limit, currency}) => currency
  ? `${money(available, currency)} of ${money(limit, currency)} left in the budget`
  : `${count(available)} of ${count(limit)} places left`;

/** How an amount came about, without the amount itself. */
export const incentiveWords = paid => paid.explanation.replace(/^[\d.,]+ [A-Z]{3}(?: = |, )/, '').replace(/ of [a-z\d-]+ version (\d+)/, ' of version $1 of the rules');

/** What an approval pays, and how the amount came about. */
function incentive(paid) {
  if (!paid) {
    return null;
  }
  return paid.amount === undefined
    ? element('p', {class: 'application-incentive'}, icon('exclamation-triangle'), element('span', {}, element('strong', {}, 'The incentive has no amount. '), paid.explanation))
    : element('p', {class: 'application-incentive'}, icon('cash-coin'), element('span', {}, element('strong', {}, `Pays ${money(paid.amount, paid.currency)}`), element('span', {class: 'muted'}, ` ${incentiveWords(paid)}`)));
}
