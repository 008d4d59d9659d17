// The findings of the check, in words and on the elements.

import {call} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';

export function checkPanel(bench, panel) {
  let found = null;
  const count = document.querySelector('[data-findings]');

  /** Checks the stored draft. */
  async function run() {
    if (!bench.writes) {
      return;
    }
    found = await call('POST', `${bench.base}/draft/check`, '');
    const of = severity => found.findings.filter(each => each.severity === severity && each.element).map(each => each.element.id);
    bench.mark('flow-error', of('error'));
    bench.mark('flow-warning', of('warning'));
    count.textContent = found.findings.length === 0 ? '' : String(found.findings.length);
    draw();
  }

  function draw() {
    if (!bench.writes) {
      fill(panel, element('p', {class: 'muted'}, 'Only drafts that you may change are checked. This one is published or not yours to change.'));
      return;
    }
    const errors = found?.findings.filter(each => each.severity === 'error').length ?? 0;
    fill(panel,
      element('p', {class: `alert alert-${errors > 0 ? 'danger' : 'success'}`, role: 'status'}, icon(errors > 0 ? 'exclamation-circle' : 'check-circle'),
        errors > 0 ? `${errors} ${errors === 1 ? 'fault prevents' : 'faults prevent'} the publication.` : 'The draft can be published.'),
      found && found.findings.length > 0 && element('ul', {class: 'flow-findings'}, found.findings.map(each => element('li', {class: each.severity},
        icon(each.severity === 'error' ? 'exclamation-circle' : 'exclamation-triangle'),
        element('div', {}, each.element && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => bench.choose(each.element.id)}, each.element.name),
          element('p', {}, each.message.charAt(0).toUpperCase() + each.message.slice(1)))))));
  }

  return {run, async show() {
    if (bench.dirty) {
      await bench.save();
    }
    draw();
  }, get findings() {
    return found;
  }};
}
