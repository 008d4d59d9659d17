// Publishes the draft as a new version, with a note.

import {exchange} from '../system/api.js';
import {element, fill} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {field} from '../system/form-dialog.js';
import {toast} from '../system/toast.js';

export function publishPanel(bench, panel) {
  return () => {
    if (!bench.publishes) {
      fill(panel, element('p', {class: 'muted'}, 'Only own workflows can be published, by analysts and administrators.'));
      return;
    }
    const note = element('textarea', {class: 'form-control', id: 'publish-note', name: 'note', required: true, maxlength: 2000, rows: 4, 'data-missing': 'Say what changes, for later readers.'});
    const form = element('form', {class: 'form'}, field('What changes', note, 'Later readers find it with the version.'),
      element('p', {class: 'muted'}, 'Applications that are under way finish on their version. Program instances that name no version take the new one for new applications.'),
      element('button', {type: 'submit', class: 'btn btn-primary'}, 'Publish'));
    onSubmit(form, async values => {
      if (!(await bench.save())) {
        return;
      }
      const {body: version} = await exchange('POST', `${bench.base}/draft/publish`, {note: values.note}, {ifMatch: bench.tag});
      // the drawing stays: what a person changes meanwhile is not lost
      await bench.follow();
      toast(`Version ${version.version} is published`);
      fill(panel, element('p', {class: 'alert alert-success', role: 'status'}, `Version ${version.version} is published.`));
    });
    fill(panel, form);
  };
}
