// The process as a heat map: the diagram with the figures of each step, and the same figures as a table.

import {call, latest, newKey} from '../system/api.js';
import {time} from '../system/dates.js';
import {element, fill} from '../system/dom.js';
import {STATUSES} from '../system/statuses.js';
import {failed as failedTable, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {filters, query, remember, choice} from './filters.js';
import {download, failed} from './section.js';
import {NONE, STEPS, duration, number, rate} from './words.js';

const table = document.querySelector('[data-steps]');
const asOf = document.querySelector('[data-as-of]');
const problem = document.querySelector('[data-problem]');
const place = document.querySelector('[data-diagram]');
const legend = document.querySelector('[data-legend]');
const heats = [...document.querySelectorAll('[data-heat]')];
// no wait: an end, or the aim
const ENDS = ['ineligible', 'unenrolled', 'rejected', 'approved'];
const WAITING = {
  'manual-evaluation': 'Evaluated by a person', review: 'In review', applicant: 'Waiting for the applicant', waitlist: 'In the waitlist',
};
const CAUSES = {
  rule_check_once_mended: 'The rules could not be evaluated. Correct the rule set, then try again.',
};
const OTHER_CAUSE = 'A step of the workflow failed. Correct its cause, then try again.';
// of the steps of workflows
const KINDS = {user: 'A person', request: 'Another system', requestInformation: 'The applicant'};
const workflowsCard = document.querySelector('[data-workflows]');
const incidentsCard = document.querySelector('[data-incidents]');
const incidentsTable = incidentsCard.querySelector('table');
const mayRetry = incidentsCard.dataset.incidents === 'retry';
const LEVELS = 3;
const BELOW = {bottom: -4, left: -8};
// the figures stay readable when the diagram is small
const SCALE = {min: 0.8, max: 1.2};
const MARGIN = 0.93;
// where a note below the element would cover another one, or names
const ASIDE = {receive_application: {top: -82, left: -145}, end_unenrolled: {bottom: -4, left: -40}};

const path = () => {
  const asked = String(query());
  return `/reports/process${asked && `?${asked}`}`;
};
const read = latest(signal => call('GET', path(), undefined, {signal}));

let viewer;
let marked = [];
let report;
let workflowNames = new Map();

async function diagram() {
  // the notes are links: without this setting, the diagram hides them for 300 ms after each change of its size
  viewer = new window.BpmnJS({container: place, canvas: {deferUpdate: false}});
  await viewer.importXML(await call('GET', '/console/process/diagram'));
  place.querySelector('.bjs-powered-by')?.setAttribute('aria-label', 'Drawn by bpmn.io');
  fit();
  new ResizeObserver(fit).observe(place);
}

/** The whole process. */
function fit() {
  const canvas = viewer.get('canvas');
  canvas.resized();
  canvas.zoom('fit-viewport', 'auto');
  // room for the notes at the edges
  canvas.zoom(canvas.zoom() * MARGIN, 'auto');
}

/** The list of the enrollments at a step. */
function listOf(status) {
  const asked = query({days: false});
  asked.set('status', status);
  return `/console/enrollments?${asked}`;
}

const heat = () => choice('heat', 'now');

function levels(steps) {
  const value = step => (heat() === 'time' ? step.medianSeconds ?? 0 : step.now);
  const inside = steps.filter(step => !ENDS.includes(step.status));
  const most = Math.max(...inside.map(value));
  return {most, of: step => (!inside.includes(step) || value(step) === 0 ? 0 : Math.ceil((value(step) / most) * LEVELS))};
}

function mark(steps) {
  const canvas = viewer.get('canvas');
  const overlays = viewer.get('overlays');
  marked.forEach(([id, name]) => canvas.removeMarker(id, name));
  overlays.clear();
  const {most, of} = levels(steps);
  marked = steps.filter(step => of(step) > 0).map(step => [step.element, `heat-${of(step)}`]);
  marked.forEach(([id, name]) => canvas.addMarker(id, name));
  steps.forEach(step => overlays.add(step.element, {position: ASIDE[step.element] ?? BELOW, scale: SCALE, html: note(step)}));
  steps.flatMap(step => step.waiting).filter(waits => waits.now > 0 && !steps.some(step => step.element === waits.element)).forEach(waits =>
    overlays.add(waits.element, {position: BELOW, scale: SCALE, html: element('span', {class: 'heat-note', title: WAITING[waits.kind]}, element('strong', {}, number(waits.now)), ' now')}));
  const words = heat() === 'time' ? duration : number;
  const bound = n => heat() === 'time' ? (most * n) / LEVELS : Math.floor((most * n) / LEVELS);
  // few applications need fewer shades
  const shades = Array.from({length: LEVELS}, (_, n) => n + 1).filter(n => bound(n) > bound(n - 1));
  fill(legend, element('li', {}, element('span', {class: 'heat-key', 'aria-hidden': 'true'}), 'None'),
    most > 0 && shades.map(n => element('li', {}, element('span', {class: `heat-key heat-key-${n}`, 'aria-hidden': 'true'}),
      n === LEVELS ? `Most: up to ${words(most)}` : `Up to ${words(bound(n))}`)),
    element('li', {class: 'muted'}, 'The thicker the edge, the more. At each step: how many are there now; the median time · the time within which 9 in 10 went on.'));
}

function note(step) {
  return element('a', {class: 'heat-note', href: listOf(step.status), title: `${STEPS[step.step]}: show these applications`},
    element('strong', {}, number(step.now)), ' now',
    step.medianSeconds !== null && element('span', {}, `${duration(step.medianSeconds)} · ${duration(step.p90Seconds)}`));
}

function showSteps(steps) {
  rows(table, steps.map(step => element('tr', {'data-step': step.step},
    element('td', {}, element('strong', {}, STEPS[step.step]),
      step.waiting.filter(waits => waits.now > 0).map(waits => element('div', {class: 'muted'}, `${number(waits.now)} · ${WAITING[waits.kind]}`))),
    element('td', {class: 'number'}, element('a', {href: listOf(step.status)}, number(step.now))),
    element('td', {class: 'number'}, duration(step.medianSeconds)),
    element('td', {class: 'number'}, duration(step.p90Seconds)),
    element('td', {class: 'number wide'}, number(step.entered)),
    element('td', {class: 'number wide'}, number(step.left)),
    element('td', {class: 'wide'}, step.exits.length === 0 ? NONE : step.exits.map(exit => element('div', {}, `${went(exit.to)}: ${number(exit.count)} (${rate(exit.share)})`))))));
}

function showWorkflows({workflowSteps}) {
  workflowsCard.hidden = workflowSteps.length === 0;
  const most = Math.max(...workflowSteps.map(step => step.now));
  rows(workflowsCard.querySelector('table'), workflowSteps.map(step => element('tr', {'data-workflow-step': step.elementId},
    element('td', {}, element('span', {class: `heat-key heat-key-${Math.ceil((step.now / most) * LEVELS)}`, 'aria-hidden': 'true'}), ' ', element('strong', {}, step.name)),
    element('td', {}, `${workflowNames.get(step.workflow) ?? step.workflow}, version ${step.version}`),
    element('td', {}, KINDS[step.kind]),
    element('td', {class: 'number'}, number(step.now)),
    element('td', {class: 'wide'}, time(step.oldest)))));
}

const went = to => ({candidate: 'Checked again', erased: 'Erased'})[to] ?? STATUSES[to]?.[0] ?? to;

/** What failed, in words, and the way to try again. */
function showIncidents({incidents}) {
  incidentsCard.hidden = incidents.length === 0;
  rows(incidentsTable, incidents.map(incident => element('tr', {'data-incident': incident.enrollmentId},
    element('td', {}, element('a', {href: `/console/enrollments/${incident.enrollmentId}`}, incident.applicationNumber)),
    element('td', {}, incident.program),
    element('td', {}, CAUSES[incident.step] ?? OTHER_CAUSE, element('div', {class: 'muted'}, incident.cause)),
    element('td', {class: 'wide'}, time(incident.since)),
    element('td', {}, mayRetry && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Try ${incident.applicationNumber} again`, onclick: event => retry(incident, event.currentTarget)}, 'Try again')))));
}

async function retry(incident, button) {
  button.setAttribute('aria-busy', 'true');
  try {
    const {data} = await call('POST', `/enrollments/${incident.enrollmentId}/process/retry`, undefined, {once: newKey()});
    toast(`${incident.applicationNumber}: ${data.some(step => step.outcome === 'requested') ? 'requested again' : 'the process goes on'}`);
    await load();
  } catch (failure) {
    button.removeAttribute('aria-busy');
    toast(failure.message, {kind: 'danger'});
  }
}

async function load() {
  loading(table, 7);
  try {
    report = await read();
    fill(problem);
    showSteps(report.steps);
    showWorkflows(report);
    showIncidents(report);
    mark(report.steps);
    asOf.textContent = report.pending ? 'The latest changes are still being counted.' : '';
  } catch (failure) {
    failedTable(table, 'The figures could not be loaded', failure, load);
  }
}

function chooseHeat() {
  heats.forEach(chip => chip.setAttribute('aria-pressed', String(chip.dataset.heat === heat())));
}

heats.forEach(chip => chip.addEventListener('click', () => {
  remember({heat: chip.dataset.heat});
  chooseHeat();
  mark(report.steps);
}));
// the words of the diagram are small on a narrow page
document.querySelectorAll('[data-zoom]').forEach(button => button.addEventListener('click', () => {
  const step = Number(button.dataset.zoom);
  step === 0 ? fit() : viewer.get('zoomScroll').stepZoom(step);
}));
document.querySelector('[data-csv]').addEventListener('click', () => download(path()));
chooseHeat();
try {
  place.setAttribute('aria-busy', 'true');
  loading(table, 7);
  const [{data}] = await Promise.all([call('GET', '/workflows?perPage=500'), diagram(), filters(document.querySelector('[data-filters]'), 90, load)]);
  workflowNames = new Map(data.map(workflow => [workflow.slug, workflow.name]));
  await load();
  place.removeAttribute('aria-busy');
} catch (failure) {
  place.removeAttribute('aria-busy');
  failed(problem, failure, () => location.reload());
  throw failure;
}
