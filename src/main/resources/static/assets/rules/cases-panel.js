// Test cases: inputs with the expected verdict, the result of each, and the rules that no case matches.

import {call} from '../system/api.js';
import {element, icon} from '../system/dom.js';
import {inputFields, readInputs} from './inputs-form.js';

export function casesPanel(bench) {
  return async function show(panel) {
    if (!(await bench.save())) {
      return;
    }
    panel.replaceChildren(element('p', {}, 'Running the test cases'), element('progress', {class: 'progress', 'aria-label': 'Running the test cases'}));
    const seen = bench.edits;
    const result = await call('POST', `${bench.base}/draft/test`);
    const {rules, covered, uncovered} = result.coverage;
    const several = bench.table.tables().length > 1;
    const none = result.cases.length === 0;
    // without cases every row would be marked
    await bench.table.mark((none ? [] : uncovered).map(rule => ({rule, kind: 'warning', table: several ? bench.table.tables().find(one => one.verdict)?.name : undefined})));
    panel.replaceChildren(
      element('div', {class: 'row-of'}, element('button', {type: 'button', class: 'btn', onclick: () => show(panel)}, icon('arrow-clockwise'), 'Run all')),
      bench.result(seen,
        element('p', {class: `verdict ${none ? '' : result.failed === 0 ? 'good' : 'bad'}`},
          none ? 'No test cases yet.' : `${result.passed} passed, ${result.failed} failed.`),
        none ? element('p', {class: 'muted'}, 'A test case keeps the verdict of an application that must not change by accident. The draft cannot be published while one fails.') : null,
        element('p', {}, `${covered} of ${rules} rows decide at least one case`,
          uncovered.length > 0 ? `; not yet: ${uncovered.join(', ')}.` : '.'),
        element('ul', {class: 'findings'}, [...result.cases].sort((one, other) => one.passed - other.passed).map(outcome => row(bench, outcome, () => show(panel))))),
      ...(bench.writes ? [await addForm(bench, () => show(panel)), exchange(bench, () => show(panel))] : []));
  };
}

function row(bench, outcome, again) {
  const verdict = (status, code) => [element('strong', {class: 'inline'}, status), ' ', code && element('code', {}, code)].filter(Boolean);
  return element('li', {class: outcome.passed ? 'passed' : 'error', 'data-passed': String(outcome.passed)},
    element('strong', {}, icon(outcome.passed ? 'check-circle' : 'x-circle'), ' ', outcome.name),
    outcome.passed
      ? element('p', {}, verdict(outcome.status, outcome.code))
      : element('dl', {class: 'difference'},
          element('dt', {}, 'Expected'), element('dd', {}, verdict(outcome.expectedStatus, outcome.expectedCode)),
          element('dt', {}, 'The draft'), element('dd', {}, outcome.failure ?? verdict(outcome.status, outcome.code),
            outcome.matchedRules.length > 0 ? `, by row ${outcome.matchedRules.join(', ')}` : '')),
    bench.writes
      ? element('div', {class: 'row-of'},
          element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: async () => bench.tryOut((await call('GET', `${bench.base}/testCases/${outcome.id}`)).inputs)}, 'Try'),
          outcome.passed || outcome.failure ? null : element('button', {
            type: 'button',
            class: 'btn btn-sm btn-quiet',
            onclick: async () => {
              await call('PATCH', `${bench.base}/testCases/${outcome.id}`, {expectedStatus: outcome.status, expectedCode: outcome.expectedCode ? outcome.code : null});
              again();
            },
          }, 'Expect this'),
          element('button', {
            type: 'button',
            class: 'btn btn-sm btn-quiet',
            onclick: async () => {
              await call('DELETE', `${bench.base}/testCases/${outcome.id}`);
              again();
            },
          }, 'Delete'))
      : null);
}

async function addForm(bench, again) {
  const fault = element('p', {class: 'alert alert-danger', role: 'alert', hidden: true});
  const form = element('form', {
    onsubmit: async event => {
      event.preventDefault();
      const values = new FormData(form);
      try {
        await call('POST', `${bench.base}/testCases`, {
          name: values.get('caseName'),
          inputs: readInputs(form),
          expectedStatus: values.get('expectedStatus'),
          ...(values.get('expectedCode') ? {expectedCode: values.get('expectedCode')} : {}),
        });
        again();
      } catch (refusal) {
        fault.textContent = refusal.message;
        fault.hidden = false;
      }
    },
  },
  element('label', {class: 'labelled'}, 'Name', element('input', {class: 'form-control', name: 'caseName', required: true, maxlength: 200})),
  await inputFields(bench, bench.tried),
  element('div', {class: 'inputs'},
    element('label', {class: 'labelled'}, 'Expected',
      element('select', {class: 'form-select', name: 'expectedStatus'},
        ...['eligible', 'ineligible', 'manual'].map(status => element('option', {value: status}, status)))),
    element('label', {class: 'labelled'}, 'Code, if it matters', element('input', {class: 'form-control', name: 'expectedCode'}))),
  fault,
  element('button', {type: 'submit', class: 'btn btn-primary'}, 'Add'));
  return element('details', {}, element('summary', {}, 'Add a test case'), form);
}

function exchange(bench, again) {
  const fault = element('p', {class: 'alert alert-danger', role: 'alert', hidden: true});
  return element('div', {},
    element('div', {class: 'row-of'},
      element('a', {href: `${bench.base}/testCases`, download: `${bench.slug}-cases.csv`, onclick: async event => {
        event.preventDefault();
        await download(bench);
      }}, 'Download as CSV'),
      element('label', {class: 'btn btn-sm'}, 'Upload CSV',
        element('input', {type: 'file', accept: '.csv', class: 'unseen', onchange: async event => {
          const file = event.target.files[0];
          event.target.value = '';
          try {
            await call('POST', `${bench.base}/testCases/import`, await file.text(), 'text/csv');
            again();
          } catch (refusal) {
            fault.textContent = refusal.message;
            fault.hidden = false;
          }
        }}))),
    fault);
}

async function download(bench) {
  const response = await fetch(`${bench.base}/testCases`, {headers: {Accept: 'text/csv'}});
  const address = URL.createObjectURL(await response.blob());
  element('a', {href: address, download: `${bench.slug}-cases.csv`}).click();
  URL.revokeObjectURL(address);
}
