// The parts of an application in tabs: answers, documents, timeline, notes, other enrollments; each is filled when it opens.

import {count} from '../system/dates.js';
import {element} from '../system/dom.js';
import {tabs} from '../system/tabs.js';
import {answersPanel} from './answers.js';
import {documentsPanel} from './documents.js';
import {notesPanel} from './notes.js';
import {otherPanel} from './other.js';
import {timelinePanel} from './timeline.js';

/**
 * @param parts   {detail, enrollment, documents, notes, answered, duplicates}; null documents or notes may not be read
 * @param context {member, scopes}
 * @param options `chosen`: the tab to open; `opened(name)`: a tab was opened; `changed()`: something was changed here;
 *                `more`: further tabs [name, title, amount, fill(panel)]
 * @returns the list of tabs and the panels
 */
export function applicationPanels(parts, context, {chosen, opened, changed, more = []}) {
  const {detail, documents, notes, answered, duplicates} = parts;
  const all = [
    ['answers', 'Answers', null, panel => answersPanel(panel, detail, answered?.answer.changes)],
    documents && ['documents', 'Documents', documents.length, panel => documentsPanel(panel, documents, detail.documentTypes)],
    ['timeline', 'Timeline', null, panel => timelinePanel(panel, detail.enrollmentId, context.scopes, parts.enrollment.assisted)],
    notes && ['notes', 'Notes', notes.length, panel => notesPanel(panel, detail.enrollmentId, notes, context, changed)],
    ['other', 'Other', detail.otherEnrollments.length + duplicates.length, panel => otherPanel(panel, parts, context, changed)],
    ...more,
  ].filter(Boolean);
  const first = all.some(([name]) => name === chosen) ? chosen : 'answers';
  const filled = new Set();
  const open = name => {
    opened(name);
    if (!filled.has(name)) {
      filled.add(name);
      all.find(([known]) => known === name)[3](panels[name]);
    }
  };
  const panels = Object.fromEntries(all.map(([name]) => [name, element('div', {
    id: `panel-${name}`, class: 'application-panel', role: 'tabpanel', 'aria-labelledby': `detail-${name}`, hidden: name !== first,
  })]));
  const list = element('div', {class: 'tabs', role: 'tablist', 'aria-label': 'Parts of the application'}, all.map(([name, title, amount]) =>
    element('button', {type: 'button', role: 'tab', id: `detail-${name}`, 'aria-controls': `panel-${name}`, 'aria-selected': String(name === first)},
      title, amount > 0 && element('span', {class: 'count'}, count(amount)))));
  tabs(list, id => open(id.replace('detail-', '')));
  open(first);
  return [list, ...Object.values(panels)];
}
