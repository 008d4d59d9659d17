// Evaluates the draft with entered inputs; shows the verdict and the rule that matched.

import {call} from '../system/api.js';
import {element} from '../system/dom.js';
import {inputFields, readInputs} from './inputs-form.js';

export function tryPanel(bench) {
  return async panel => {
    const answer = element('div', {'aria-live': 'polite'});
    const form = element('form', {
      class: 'try',
      onsubmit: async event => {
        event.preventDefault();
        if (await bench.save()) {
          bench.tried = readInputs(form);
          await decide(bench, bench.tried, answer);
        }
      },
    },
    element('p', {}, 'The verdict of the draft for these inputs. An empty field is unknown.'),
    await inputFields(bench, bench.tried),
    element('button', {type: 'submit', class: 'btn btn-primary'}, 'Try'));
    panel.replaceChildren(form, answer);
  };
}

async function decide(bench, inputs, answer) {
  const seen = bench.edits;
  try {
    const verdict = await call('POST', `${bench.base}/draft/evaluate`, {inputs});
    const rules = (verdict.matchedRules ?? []).map(matched => matched.rule ?? matched.number);
    await bench.table.mark(rules.map(rule => ({rule, kind: 'match'})));
    if (rules.length > 0) {
      bench.table.show(rules[0]);
    }
    answer.replaceChildren(bench.result(seen,
      element('p', {class: `verdict ${verdict.status}`},
        element('strong', {}, verdict.status), ' ', element('code', {}, verdict.code)),
      element('p', {}, verdict.reason ?? ''),
      element('p', {}, rules.length > 0 ? `Decided by row ${rules.join(', ')}.` : 'No row matched.')));
  } catch (fault) {
    answer.replaceChildren(element('p', {class: 'alert alert-danger', role: 'alert'}, fault.message));
  }
}
