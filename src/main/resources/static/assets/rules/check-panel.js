// Checks the draft and marks the rules that each finding concerns.

import {call} from '../system/api.js';
import {element} from '../system/dom.js';

const SAID = {error: 'Must be changed', warning: 'Worth a look', info: 'Good to know'};

export function checkPanel(bench) {
  return async panel => {
    if (!(await bench.save())) {
      return;
    }
    panel.replaceChildren(element('p', {}, 'Checking'), element('progress', {class: 'progress', 'aria-label': 'Checking'}));
    const seen = bench.edits;
    const check = await call('POST', `${bench.base}/draft/check`);
    await bench.table.mark(
      check.findings
        .filter(finding => finding.rule)
        .map(finding => ({rule: finding.rule, column: finding.column, kind: finding.severity, table: finding.table, message: finding.message})));
    panel.replaceChildren(bench.result(seen,
      element('p', {class: `verdict ${check.publishable ? 'good' : 'bad'}`},
        check.publishable ? 'The draft can be published.' : 'The draft cannot be published yet.'),
      element('ul', {class: 'findings'}, check.findings.map(finding => row(bench, finding)))));
  };
}

function row(bench, finding) {
  const where = finding.rule
    ? element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => bench.table.show(finding.rule, finding.table)},
        `${finding.table ? `${finding.table}, row` : 'Row'} ${finding.rule}${finding.column ? `, ${finding.column}` : ''}`)
    : element('span', {}, [finding.table, finding.column].filter(Boolean).join(', ') || 'The table');
  return element('li', {class: finding.severity, 'data-code': finding.code},
    element('strong', {}, SAID[finding.severity] ?? finding.severity), ' ', where,
    element('p', {}, finding.message),
    finding.example
      ? element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => bench.tryOut(finding.example)}, 'Try this example')
      : null);
}
