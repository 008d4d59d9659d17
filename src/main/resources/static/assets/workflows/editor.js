// The editor of a workflow: diagram, properties of the chosen step, check, simulation, publication and versions.

import {call, exchange} from '../system/api.js';
import {open} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {tabs} from '../system/tabs.js';
import {toast} from '../system/toast.js';
import {checkPanel} from './check.js';
import {CAMUNDA} from './moddle.js';
import {propertiesPanel} from './properties.js';
import {publishPanel} from './publish.js';
import {simulationPanel} from './simulation.js';
import {STEPS, addStep, isStep, kindOf, takesTimer} from './steps.js';
import {versionsPanel} from './versions.js';

const page = document.querySelector('[data-workflow]');
const {slug} = page.dataset;
const shipped = page.dataset.shipped === 'true';
const writes = page.dataset.writes === 'true' && !shipped;
const saved = document.querySelector('[data-saved]');
const problem = document.querySelector('[data-problem]');
const canvasPlace = document.querySelector('[data-canvas]');
const palette = document.querySelector('[data-palette]');

/** A drawing that is only read offers nothing at the elements. */
const nothing = {getContextPadEntries: () => ({}), getPaletteEntries: () => ({})};

const modeler = new window.BpmnJS({
  container: canvasPlace,
  keyboard: writes ? {bindTo: canvasPlace} : {},
  moddleExtensions: {camunda: CAMUNDA},
  additionalModules: [{
    paletteProvider: ['value', nothing],
    contextPadProvider: ['value', nothing],
    ...(!writes && {
      dragging: ['value', {init() {}, setOptions() {}, active: () => null, hover() {}, out() {}}],
      bendpoints: ['value', {}], labelEditingProvider: ['value', {}], directEditing: ['value', {registerProvider() {}, isActive: () => false, complete() {}}],
    }),
  }],
});

const bench = {
  base: `/workflows/${slug}`, slug, modeler, writes, publishes: page.dataset.publishes === 'true' && !shipped, tag: null, dirty: false,
  save, load, choose, follow,
  /** Marks elements; earlier marks of the same name are removed. */
  mark(name, ids) {
    const canvas = modeler.get('canvas');
    const registry = modeler.get('elementRegistry');
    registry.filter(shape => canvas.hasMarker(shape, name)).forEach(shape => canvas.removeMarker(shape, name));
    ids.filter(id => registry.get(id)).forEach(id => canvas.addMarker(id, name));
  },
};

/** Chooses an element and brings it into view. */
function choose(id) {
  const shape = modeler.get('elementRegistry').get(id);
  if (!shape) {
    return;
  }
  modeler.get('selection').select(shape);
  showTab('show-step');
  const canvas = modeler.get('canvas');
  const view = canvas.viewbox();
  const box = shape.waypoints ? {x: shape.waypoints[0].x, y: shape.waypoints[0].y, width: 0, height: 0} : shape;
  if (box.x < view.x || box.y < view.y || box.x + box.width > view.x + view.width || box.y + box.height > view.y + view.height) {
    canvas.viewbox({...view, x: box.x + box.width / 2 - view.width / 2, y: box.y + box.height / 2 - view.height / 2});
  }
}

async function show(xml) {
  await modeler.importXML(xml);
  // the drawing is a picture: the list of steps beside it has the same in words
  canvasPlace.querySelector('svg')?.setAttribute('aria-hidden', 'true');
  fit();
  bench.dirty = false;
  properties.show(null);
}

/** Takes the tag of the draft after a publication, which changes the tag and not the draft. */
async function follow() {
  bench.tag = (await exchange('GET', bench.base)).tag;
}

function fit() {
  const canvas = modeler.get('canvas');
  canvas.resized();
  canvas.zoom('fit-viewport', 'auto');
  if (canvas.zoom() > 1) {
    canvas.zoom(1, 'auto');
  }
}

async function load() {
  saved.textContent = 'Loading the draft';
  try {
    const {body, tag} = await exchange('GET', `${bench.base}/draft`);
    bench.tag = tag;
    await show(body);
    saved.textContent = shipped ? 'Part of the product: copy it to change it.' : writes ? 'Saved' : 'You may look at it.';
    refuse(null);
    await check.run();
  } catch (failure) {
    saved.textContent = '';
    refuse(failure.message ?? 'The diagram could not be read.');
  }
}

function refuse(text) {
  problem.hidden = !text;
  fill(problem, text && [icon('exclamation-circle'), element('div', {}, text)]);
}

let stored = Promise.resolve(true);
let storing = false;

/** Stores the draft; returns whether it is stored. One at a time: a second request would send the tag that the first replaces. */
function save() {
  stored = stored.then(storeChanges, storeChanges);
  return stored;
}

async function storeChanges() {
  if (!writes || !bench.dirty) {
    return true;
  }
  saved.textContent = 'Saving';
  // what changes while the request is under way is stored by the next one
  bench.dirty = false;
  const {xml} = await modeler.saveXML({format: true});
  return store(xml);
}

async function store(xml) {
  storing = true;
  try {
    const {tag} = await exchange('PUT', `${bench.base}/draft`, xml, {type: 'application/xml', ifMatch: bench.tag});
    bench.tag = tag;
    storing = false;
    saved.textContent = bench.dirty ? 'Not saved yet' : 'Saved';
    refuse(null);
    await check.run();
    return true;
  } catch (failure) {
    storing = false;
    bench.dirty = true;
    saved.textContent = 'Not saved';
    if (failure.status === 412) {
      await conflict(xml);
    } else {
      refuse(failure.message);
    }
    return false;
  }
}

async function conflict(xml) {
  const {body: workflow, tag} = await exchange('GET', bench.base);
  const answer = await open('Another person changed this draft', element('p', {}, `${workflow.draftBy?.name ?? 'Another person'} saved this draft after you loaded it. Your changes are not saved yet.`), [
    {value: 'mine', text: 'Keep mine', kind: 'primary'}, {value: 'theirs', text: 'Take theirs'}, {value: null, text: 'Decide later'}]);
  if (answer === 'mine') {
    bench.tag = tag;
    await store(xml);
  } else if (answer === 'theirs') {
    await load();
  }
}

const namesOf = pairs => pairs.map(each => [each.slug, each.name]);
const options = {ruleSets: [], workflows: []};
const properties = propertiesPanel(modeler, document.querySelector('#tab-step'), options, writes);
const check = checkPanel(bench, document.querySelector('#tab-check'));
const panels = {
  'show-check': () => check.show(), 'show-simulate': simulationPanel(bench, document.querySelector('#tab-simulate')),
  'show-publish': publishPanel(bench, document.querySelector('#tab-publish')), 'show-versions': versionsPanel(bench, document.querySelector('#tab-versions'), fit),
};
const showTab = tabs(document.querySelector('[role="tablist"]'), id => {
  page.classList.toggle('comparing', false);
  return panels[id]?.();
});

// the palette: a step is put behind the chosen one
if (writes) {
  fill(palette, Object.entries(STEPS).map(([kind, step]) => element('button', {type: 'button', class: 'btn btn-sm', title: step.text, 'data-add': kind, onclick: () => add(kind)}, icon(step.icon), step.name)));
}

function add(kind) {
  const chosen = modeler.get('selection').get().find(isStep) ?? null;
  if (kind === 'boundaryTimer' && !(chosen && takesTimer(chosen))) {
    toast('Choose a step of a person or of another system first: the time limit belongs to it.', {kind: 'info'});
    return;
  }
  const added = addStep(modeler, kind, chosen);
  fit();
  choose(added.id);
  document.querySelector('#tab-step input')?.focus();
}

modeler.on('selection.changed', ({newSelection}) => {
  properties.show(newSelection.length === 1 ? newSelection[0] : null);
  if (newSelection.length === 1) {
    showTab('show-step');
  }
});
modeler.on('commandStack.changed', () => {
  bench.dirty = true;
  saved.textContent = 'Not saved yet';
  bench.mark('flow-taken', []);
  const chosen = modeler.get('selection').get();
  // typed text is not replaced; the list of steps and arrows is
  if (!document.querySelector('#tab-step').contains(document.activeElement)) {
    properties.show(chosen.length === 1 ? chosen[0] : null);
  }
});

const act = (name, work) => document.querySelector(`[data-${name}]`)?.addEventListener('click', work);
act('save', async () => {
  bench.dirty = true;
  if (await save()) {
    toast('Draft saved');
  }
});
act('undo', () => modeler.get('commandStack').undo());
act('redo', () => modeler.get('commandStack').redo());
act('fit', fit);
act('zoom-in', () => modeler.get('zoomScroll').stepZoom(1));
act('zoom-out', () => modeler.get('zoomScroll').stepZoom(-1));
act('download', async () => {
  const {xml} = await modeler.saveXML({format: true});
  const url = URL.createObjectURL(new Blob([xml], {type: 'application/xml'}));
  const link = element('a', {href: url, download: `${slug}.bpmn`});
  link.click();
  URL.revokeObjectURL(url);
});
act('copy', async event => {
  const name = `Copy of ${page.dataset.name}`;
  event.currentTarget.setAttribute('aria-busy', 'true');
  try {
    const made = await call('POST', '/workflows', {slug: `${slug}-${Date.now().toString(36)}`, name, copyOf: slug});
    location.assign(`/console/workflows/${made.slug}`);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
    event.target.removeAttribute('aria-busy');
  }
});
document.querySelector('[data-upload]')?.addEventListener('change', async event => {
  const [file] = event.target.files;
  event.target.value = '';
  if (!file) {
    return;
  }
  const xml = await file.text();
  if (await store(xml)) {
    await load();
    toast(`The draft is now ${file.name}. The version before it is kept under Versions, if it was published.`);
  }
});
window.addEventListener('beforeunload', event => {
  if ((bench.dirty || storing) && writes) {
    event.preventDefault();
  }
});
document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key === 's' && writes) {
    event.preventDefault();
    document.querySelector('[data-save]').click();
  }
});

await load();
try {
  const [rules, workflows] = await Promise.all([
    page.dataset.rules === 'true' ? call('GET', '/ruleSets?perPage=500') : {data: []}, call('GET', '/workflows?perPage=500')]);
  options.ruleSets = namesOf(rules.data);
  options.workflows = namesOf(workflows.data.filter(each => each.slug !== slug && each.kind === page.dataset.kind));
} catch (failure) {
  toast(failure.message, {kind: 'danger'});
}
page.dataset.ready = 'true';
