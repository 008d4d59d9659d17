// Imports rows of another kind than people: a trial run of a file, whose page starts the import.

import {ACCEPTED, typeOf} from '../imports/file-type.js';
import {call} from '../system/api.js';
import {element} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {field, formDialog, input} from '../programs/fields.js';

/** @param kind outcomes or participations */
export async function importRows(instance, kind, title, intro) {
  const file = input('file', {type: 'file', accept: ACCEPTED, required: true, 'data-missing': 'Choose a file.'});
  const form = element('form', {class: 'form'}, field('File', file, {hint: 'A workbook (.xlsx), CSV or NDJSON.'}));
  onSubmit(form, async () => {
    const sent = file.files[0];
    const type = typeOf(sent);
    const trial = await call('POST', `/programInstances/${instance}/imports?kind=${kind}&dryRun=true`, sent, {type});
    location.assign(`/console/imports/${trial.id}`);
  });
  await formDialog(title, form, 'Check the file', {intro: `${intro} Nothing is stored yet: the next page shows what would be recorded, and what is refused and why.`});
}
