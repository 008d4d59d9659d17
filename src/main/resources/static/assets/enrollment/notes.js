// Notes of the staff about an application; the applicant never sees them.

import {call, newKey} from '../system/api.js';
import {time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {toast} from '../system/toast.js';

/** Fills the panel; `changed` is called when there is a note more or less. */
export function notesPanel(panel, enrollmentId, notes, {member, scopes}, changed) {
  const text = element('textarea', {class: 'form-control', name: 'text', id: 'note-text', rows: '3', required: true, maxlength: '10000', 'data-missing': 'Write the note.'});
  const form = element('form', {class: 'form'},
    element('div', {class: 'field'},
      element('label', {class: 'form-label', for: 'note-text'}, 'New note'),
      element('span', {class: 'form-hint'}, 'For colleagues alone. The applicant does not see it.'),
      text),
    element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn'}, 'Add the note')));
  onSubmit(form, async values => {
    await call('POST', `/enrollments/${enrollmentId}/notes`, values, {once: newKey()});
    await changed();
  });
  const remove = async note => {
    if (await confirm('Delete this note?', 'It cannot be brought back.', 'Delete')) {
      try {
        await call('DELETE', `/enrollments/${enrollmentId}/notes/${note.id}`);
        await changed();
      } catch (failure) {
        toast(failure.message, {kind: 'danger'});
      }
    }
  };
  fill(panel,
    notes.length > 0 && element('ul', {class: 'application-notes'}, notes.map(note => element('li', {},
      element('div', {},
        element('p', {class: 'application-prose'}, note.text),
        element('div', {class: 'muted'}, note.author.name, ' · ', time(note.createdAt), note.updatedAt > note.createdAt && ', changed')),
      (note.author.id === member || scopes.has('enrollments:erase')) && element('button', {
        type: 'button', class: 'btn btn-sm btn-icon btn-quiet', 'aria-label': 'Delete the note', onclick: () => remove(note),
      }, icon('trash'))))),
    scopes.has('notes:write') && form);
}
