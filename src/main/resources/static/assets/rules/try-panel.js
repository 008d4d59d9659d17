// Evaluates the draft with entered inputs or those of a real enrollment; shows the verdict and each step to it.

import {call} from '../system/api.js';
import {element, fill} from '../system/dom.js';
import {field, formDialog, input} from '../system/form-dialog.js';
import {open} from '../system/dialog.js';
import {statusBadge} from '../system/statuses.js';
import {toast} from '../system/toast.js';
import {inputFields, readInputs} from './inputs-form.js';
import {trace} from './trace.js';

export function tryPanel(bench) {
  return async function show(panel) {
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
    element('p', {}, bench.filledFrom ? `Filled from ${bench.filledFrom}.` : 'The verdict of the draft for these inputs. An empty field is unknown.'),
    bench.reads ? element('button', {type: 'button', class: 'btn btn-sm', onclick: async () => {
      if (await fillFromEnrollment(bench)) {
        await show(panel);
        panel.querySelector('form').requestSubmit();
      }
    }}, 'Fill from a real enrollment') : null,
    await inputFields(bench, bench.tried),
    element('div', {class: 'row-of'},
      element('button', {type: 'submit', class: 'btn btn-primary'}, 'Try'),
      element('button', {type: 'button', class: 'btn', onclick: () => keep(bench, readInputs(form))}, 'Keep as test case')));
    panel.replaceChildren(form, answer);
  };
}

async function decide(bench, inputs, answer) {
  const seen = bench.edits;
  fill(answer, element('progress', {class: 'progress', 'aria-label': 'Evaluating'}));
  try {
    const verdict = await call('POST', `${bench.base}/draft/evaluate?explain=true`, {inputs});
    bench.verdict = {inputs, verdict};
    const rules = (verdict.matchedRules ?? []).map(matched => matched.rule ?? matched.number);
    const required = verdict.explanation.requiredTables;
    const last = required.length > 0 ? bench.table.tables().find(one => one.verdict)?.name : undefined;
    await bench.table.mark([
      ...rules.map(rule => ({rule, kind: 'match', table: last})),
      ...required.flatMap(table => table.matchedRules.map(rule => ({rule, kind: 'match', table: table.name}))),
    ]);
    if (rules.length > 0) {
      bench.table.show(rules[0], last);
    }
    answer.replaceChildren(bench.result(seen,
      element('p', {class: `verdict ${verdict.status}`},
        element('strong', {}, verdict.status), ' ', element('code', {}, verdict.code)),
      element('p', {}, verdict.reason ?? ''),
      element('p', {}, rules.length > 0 ? `Decided by row ${rules.join(', ')}.` : 'No row matched.'),
      trace(verdict, bench.table)));
  } catch (fault) {
    answer.replaceChildren(element('p', {class: 'alert alert-danger', role: 'alert'}, fault.message));
  }
}

/** Lets the person choose an enrollment, and takes the inputs that its latest decision saw. */
async function fillFromEnrollment(bench) {
  const list = element('ul', {class: 'choices'});
  const search = element('input', {class: 'form-control', type: 'search', 'aria-label': 'Name, e-mail or application number', placeholder: 'Name, e-mail or application number', autofocus: true});
  let chosen;
  const find = async () => {
    fill(list, element('li', {class: 'muted'}, 'Searching'));
    const words = search.value.trim();
    // the rules have not decided about a candidate yet
    const found = (await call('GET', `/enrollments?perPage=20${words ? `&q=${encodeURIComponent(words)}` : ''}`)).data
      .filter(one => one.eligibility.status !== 'candidate').slice(0, 10);
    fill(list, found.length === 0
      ? element('li', {class: 'muted'}, 'No enrollment has these words.')
      : found.map(one => element('li', {}, element('button', {type: 'button', class: 'menu-item', onclick: event => {
        chosen = one;
        event.target.closest('dialog').dispatchEvent(new Event('cancel', {cancelable: true}));
      }}, element('span', {}, name(one)), statusBadge(one.eligibility.status)))));
  };
  let timer;
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(find, 250);
  });
  find().catch(fault => fill(list, element('li', {class: 'alert alert-danger'}, fault.message)));
  await open('Fill from a real enrollment', [element('p', {class: 'muted'}, 'Takes the inputs that the rules saw at its latest decision.'), search, list], [{value: null, text: 'Cancel'}]);
  if (!chosen) {
    return false;
  }
  try {
    const decision = await call('GET', `/enrollments/${chosen.id}/decision`);
    bench.tried = Object.fromEntries(Object.entries(decision.inputs).filter(([, value]) => value !== null));
    bench.filledFrom = name(chosen);
    return true;
  } catch (fault) {
    toast(fault.status === 404 ? 'The rules have not decided about this enrollment yet. Choose another one.' : fault.message, {kind: 'danger'});
    return false;
  }
}

const name = one => [[one.firstName, one.lastName].filter(Boolean).join(' '), one.applicationNumber].filter(Boolean).join(', ');

/** Keeps the inputs as a test case; what the draft answers now is proposed as the expectation. */
async function keep(bench, inputs) {
  if (!(await bench.save())) {
    return;
  }
  try {
    const verdict = await call('POST', `${bench.base}/draft/evaluate`, {inputs});
    const kept = await formDialog('Keep as test case', [
      field('Name', input('case-name', 'name', {required: true, maxlength: 200, autofocus: true}), 'What the case shows, such as: lives outside the territory.'),
      element('p', {}, 'Expected: ', element('strong', {}, verdict.status), ' ', element('code', {}, verdict.code), ', as the draft answers now.'),
      bench.filledFrom ? element('p', {class: 'muted'}, 'The inputs come from a real application. Change what identifies a person, such as a serial number, before you keep them.') : null,
    ].filter(Boolean), 'Keep', values => call('POST', `${bench.base}/testCases`, {
      name: values.name, inputs, expectedStatus: verdict.status, expectedCode: verdict.code,
    }));
    if (kept) {
      toast('The test case is kept.', {action: {text: 'Run all', run: () => bench.open('cases')}});
    }
  } catch (fault) {
    toast(fault.message, {kind: 'danger'});
  }
}
