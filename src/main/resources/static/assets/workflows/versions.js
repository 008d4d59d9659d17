// The published versions: what changed between two, on the diagram and in words; a version becomes the draft again.

import {call, exchange} from '../system/api.js';
import {time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {toast} from '../system/toast.js';
import {showDiagram} from '../enrollment/diagram.js';

const SIGNS = {added: ['plus-lg', 'Added'], removed: ['trash', 'Removed'], changed: ['pencil', 'Changed']};

export function versionsPanel(bench, panel, fit) {
  const place = document.querySelector('[data-compare]');
  const page = document.querySelector('[data-workflow]');
  const close = () => {
    page.classList.remove('comparing');
    fit();
  };

  async function show() {
    try {
      const versions = (await call('GET', `${bench.base}/versions`)).data.reverse();
      fill(panel, versions.length === 0 ? element('p', {class: 'muted'}, 'No version is published yet. The first one appears here.')
        : element('ol', {class: 'flow-versions'}, versions.map((version, at) => element('li', {},
          element('div', {}, element('strong', {}, `Version ${version.version}`), ' ', element('span', {class: 'muted'}, time(version.publishedAt), ` by ${version.publishedBy}`)),
          element('p', {}, version.note),
          element('div', {class: 'row-of'},
            versions[at + 1] && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `What changed in version ${version.version}`, onclick: () => compare(versions[at + 1].version, String(version.version))}, 'What changed'),
            bench.writes && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Compare version ${version.version} with the draft`, onclick: () => compare(version.version, 'draft')}, 'Compare with the draft'),
            bench.writes && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Restore version ${version.version}`, onclick: () => restore(version.version)}, 'Restore'))))));
    } catch (failure) {
      fill(panel, element('p', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-circle'), failure.message));
    }
  }

  async function restore(number) {
    if (!(await confirm(`Restore version ${number}?`, 'It replaces the draft. Nothing is published.', 'Restore', {danger: false}))) {
      return;
    }
    try {
      await exchange('POST', `${bench.base}/versions/${number}/restore`, '', {ifMatch: bench.tag});
      await bench.load();
      toast(`The draft is version ${number} again`);
    } catch (failure) {
      toast(failure.message, {kind: 'danger'});
    }
  }

  /** Shows the later diagram with what was added and changed, and below it the earlier one with what was removed. */
  async function compare(from, to) {
    if (!(await bench.save())) {
      return;
    }
    try {
      const [diff, before, after] = await Promise.all([call('GET', `${bench.base}/versions/${from}/diff/${to}`), xmlOf(`versions/${from}`), xmlOf(to === 'draft' ? to : `versions/${to}`)]);
      const said = wordsOf([before, after]);
      const later = element('div', {class: 'flow-diagram'});
      const earlier = element('div', {class: 'flow-diagram'});
      const name = version => version === 'draft' ? 'the draft' : `version ${version}`;
      const total = diff.added.length + diff.removed.length + diff.changed.length;
      fill(place,
        element('div', {class: 'flow-compare-bar'}, element('h2', {tabindex: -1}, `From version ${from} to ${name(to)}`), element('button', {type: 'button', class: 'btn', onclick: close}, 'Back to the draft')),
        total === 0 ? element('p', {}, 'The steps and arrows are the same.') : Object.entries(SIGNS).filter(([change]) => diff[change].length > 0).map(([change, [sign, words]]) => element('div', {class: `flow-change ${change}`},
          element('strong', {}, icon(sign), words), element('ul', {}, diff[change].map(each => element('li', {}, said.name(each), each.details.length > 0 && `: ${each.details.map(said.detail).join('; ')}`))))),
        later, diff.removed.length > 0 && [element('h3', {}, `Version ${from}, with what was removed`), earlier]);
      page.classList.add('comparing');
      const shown = await showDiagram(later, after, []);
      paint(shown, 'flow-added', diff.added);
      paint(shown, 'flow-changed', diff.changed);
      if (diff.removed.length > 0) {
        paint(await showDiagram(earlier, before, []), 'flow-removed', diff.removed);
      }
      place.querySelector('h2').focus();
    } catch (failure) {
      toast(failure.message, {kind: 'danger'});
    }
  }

  const paint = (viewer, marker, changes) => changes.filter(each => viewer.get('elementRegistry').get(each.id)).forEach(each => viewer.get('canvas').addMarker(each.id, marker));

  /** Names of elements in place of the ids; of two documents the later one counts. */
  function wordsOf(documents) {
    const names = new Map();
    const ends = new Map();
    documents.map(xml => new DOMParser().parseFromString(xml, 'application/xml')).forEach(parsed => {
      for (const each of parsed.querySelectorAll('[id]')) {
        names.set(each.id, each.getAttribute('name') || names.get(each.id));
        if (each.localName === 'sequenceFlow') {
          ends.set(each.id, [each.getAttribute('sourceRef'), each.getAttribute('targetRef')]);
        }
      }
    });
    const name = id => names.get(id) ?? 'a step without a name';
    return {
      name: ({id, name: known}) => ends.has(id) ? `Arrow from ${name(ends.get(id)[0])} to ${name(ends.get(id)[1])}` : known,
      detail: text => text.split(' ').map(part => names.has(part) ? name(part) : part).join(' '),
    };
  }

  /** The XML: the address of a version has JSON, too. */
  async function xmlOf(path) {
    const response = await fetch(`${bench.base}/${path}`, {headers: {Accept: 'application/xml'}});
    if (!response.ok) {
      throw new Error('A version could not be loaded. Try again.');
    }
    return response.text();
  }

  return show;
}
