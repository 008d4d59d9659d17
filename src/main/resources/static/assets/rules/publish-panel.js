// Publishes the draft as a new version.

import {call, exchange} from '../system/api.js';
import {element} from '../system/dom.js';

export function publishPanel(bench) {
  return async panel => {
    if (!bench.publishes) {
      panel.replaceChildren(element('p', {}, 'Publishing takes the role analyst or administrator.'));
      return;
    }
    if (!(await bench.save())) {
      return;
    }
    const outcome = element('div', {'aria-live': 'polite'});
    const form = element('form', {
      onsubmit: async event => {
        event.preventDefault();
        const values = Object.fromEntries(new FormData(form));
        try {
          if (!(await bench.save())) {
            return;
          }
          const {body: version} = await exchange('POST', `${bench.base}/draft/publish`, {
            note: values.note,
            ...(values.inFlight ? {inFlight: values.inFlight} : {}),
          }, {ifMatch: bench.tag});
          await bench.follow();
          form.remove();
          outcome.replaceChildren(element('p', {class: 'verdict good'}, `Version ${version.version} is published.`));
        } catch (fault) {
          if (fault.status === 412) {
            await bench.conflict();
            return;
          }
          outcome.replaceChildren(element('p', {class: 'alert alert-danger', role: 'alert'}, fault.message));
        }
      },
    },
    element('label', {class: 'labelled'}, 'What changes, for later readers',
      element('textarea', {class: 'form-control', name: 'note', required: true, maxlength: 2000, rows: 3})),
    element('label', {class: 'labelled'}, 'Enrollments in progress',
      element('select', {class: 'form-select', name: 'inFlight'},
        element('option', {value: ''}, 'as each program instance has chosen'),
        element('option', {value: 'keep'}, 'keep their verdict'),
        element('option', {value: 'reevaluate'}, 'are judged again'),
        element('option', {value: 'flag'}, 'are flagged for a person'))),
    element('button', {type: 'submit', class: 'btn btn-primary'}, 'Publish'));
    panel.replaceChildren(await warning(bench), form, outcome);
  };
}

/** What stands against publishing, before the person writes the note. */
async function warning(bench) {
  const {cases, failed} = await call('POST', `${bench.base}/draft/test`);
  if (failed > 0) {
    return element('div', {class: 'alert alert-warning', role: 'status', 'data-tests': 'failed'},
      element('p', {}, failed === 1 ? 'One test case fails. ' : `${failed} test cases fail. `, 'The draft cannot be published until they pass or are changed.'),
      element('ul', {}, cases.filter(one => !one.passed).slice(0, 5).map(one => element('li', {}, one.name))));
  }
  return element('p', {class: 'muted'}, cases.length === 0
    ? 'There are no test cases that could show an unintended change.'
    : cases.length === 1 ? 'The test case passes.' : `All ${cases.length} test cases pass.`);
}
