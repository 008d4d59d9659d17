// How a verdict came about: each table in the order of its evaluation, each row, each condition with the value it saw.

import {element, icon} from '../system/dom.js';

/**
 * @param verdict answer of an evaluation with its explanation
 * @param table   the editor, to show a row
 */
export function trace(verdict, table) {
  const {explanation, matchedRules} = verdict;
  const decided = (matchedRules ?? []).map(matched => matched.number);
  const last = table.tables().find(one => one.verdict)?.name;
  const several = explanation.requiredTables.length > 0;
  return element('section', {class: 'trace', 'aria-label': 'Step by step'},
    element('h2', {}, 'Step by step'),
    explanation.requiredTables.map((one, at) => step(`${at + 1}. ${one.name}`, one.rules, one.matchedRules, one.name, table,
      element('p', {}, Object.keys(one.outputs).length === 0 ? 'No row matched: its outputs are null.' : Object.entries(one.outputs).map(([name, value]) =>
        [element('code', {}, name), ' is ', element('code', {}, shown(value)), '. '])))),
    step(several ? `${explanation.requiredTables.length + 1}. ${last}` : last ?? 'The table', explanation.rules, decided, several ? last : undefined, table,
      element('p', {}, decided.length > 0 ? `Row ${decided.join(', ')} decides.` : 'No row matched.')),
    nearest(explanation.nearestChange));
}

function step(name, rules, decided, ofTable, table, result) {
  const first = decided.length > 0 ? Math.max(...decided) : rules.length;
  const row = rule => element('details', {class: `trace-row${decided.includes(rule.number) ? ' decides' : ''}`, open: decided.includes(rule.number)},
    element('summary', {}, icon(rule.met ? 'check-circle' : 'dash-circle'), `Row ${rule.number}: `,
      rule.met ? 'met' : `${rule.conditions.filter(condition => !condition.met).length} of ${rule.conditions.length} conditions not met`,
      decided.includes(rule.number) ? ', decides' : ''),
    rule.conditions.length === 0 ? element('p', {class: 'muted'}, 'It has no condition.') : element('ul', {}, rule.conditions.map(condition => element('li', {class: condition.met ? 'met' : 'unmet'},
      icon(condition.met ? 'check-lg' : 'x-lg'),
      element('span', {}, element('span', {class: 'visually-hidden'}, condition.met ? 'Met: ' : 'Not met: '),
        condition.column, ' is ', element('code', {}, shown(condition.seen)), ', asked for ', element('code', {}, condition.test))))),
    element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => table.show(rule.number, ofTable)}, 'Show the row'));
  const seen = rules.filter(rule => rule.number <= first);
  const below = rules.length - seen.length;
  return element('div', {class: 'trace-table'}, element('h3', {}, name), result,
    seen.map(row), below > 0 ? element('p', {class: 'muted'}, below === 1 ? 'The row below is not needed.' : `The ${below} rows below are not needed.`) : null);
}

function nearest(change) {
  return change && element('div', {class: 'trace-table'},
    element('h3', {}, 'Nearest change'),
    element('ul', {class: 'plain'}, change.changes.map(one => element('li', {},
      element('code', {}, one.input), ' from ', element('code', {}, shown(one.from)), ' to ', element('code', {}, shown(one.to))))),
    element('p', {class: 'muted'}, `Then row ${change.rule.number} would decide: ${change.verdict.status}, ${change.verdict.code}.`));
}

const shown = value => (value === null || value === undefined ? 'not known' : JSON.stringify(value));
