// The rules of an instance: rule set, version, what a new version does, and which people another version would decide differently.

import {call, newKey} from '../system/api.js';
import {count, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {badge} from '../system/statuses.js';
import {failed, loading, rows, empty} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {field, group, input, radios, select} from '../programs/fields.js';
import {Resource} from '../programs/saving.js';
import {failure, many, skeleton} from '../programs/words.js';

const head = document.querySelector('.instance-head');
const id = head.dataset.instance;
const scopes = new Set(head.dataset.scopes.split(' '));
const place = name => document.querySelector(`[data-${name}]`);
const LATEST = 'latest';
const POLL_MILLIS = 700;
const VERDICTS = {eligible: 'eligible', ineligible: 'not eligible', manual: 'needs a person', candidate: 'being checked'};

let instance;
let ruleSets = [];
let versions = [];

async function load() {
  fill(place('choice'), skeleton());
  loading(place('versions'), 2);
  try {
    const [read, sets] = await Promise.all([Resource.read(`/programInstances/${id}`), call('GET', '/ruleSets?perPage=500&sort=name')]);
    instance = read;
    ruleSets = sets.data;
    await show();
  } catch (refusal) {
    fill(place('choice'), failure('The rules could not be loaded', refusal, load));
    failed(place('versions'), 'The versions could not be loaded', refusal, load);
  }
}

const versionsOf = async slug => (await call('GET', `/ruleSets/${slug}/versions`)).data.reverse();

async function show() {
  const {ruleSet, archivedAt} = instance.body;
  versions = await versionsOf(ruleSet.slug);
  place('workbench').href = `/console/rules/${ruleSet.slug}`;
  fill(place('choice'), scopes.has('programs:write') && !archivedAt ? choiceForm(ruleSet) : element('p', {}, sentence(ruleSet)));
  showVersions(ruleSet);
  showEffect(ruleSet);
}

const nameOf = slug => ruleSets.find(one => one.slug === slug)?.name ?? slug;

const sentence = ruleSet => ruleSet.version === LATEST
  ? `${nameOf(ruleSet.slug)}, always the latest version.` : `${nameOf(ruleSet.slug)}, version ${ruleSet.version}. New versions change nothing here.`;

function choiceForm(ruleSet) {
  const set = select('ruleSet.slug', ruleSets.map(one => [one.slug, one.name]), ruleSet.slug);
  const version = element('div');
  const from = element('div');
  const choose = async () => {
    const offered = set.value === ruleSet.slug ? versions : await versionsOf(set.value);
    const control = select('ruleSet.version', [[LATEST, offered[0] ? `Always the latest (now version ${offered[0].version})` : 'Always the latest'],
      ...offered.map(one => [one.version, `Version ${one.version} only: ${one.note}`])], set.value === ruleSet.slug ? ruleSet.version : LATEST);
    fill(version, field('Version', control, {hint: 'A fixed version keeps the rules as they are, whatever analysts publish.'}));
    const showFrom = () => fill(from, control.value === LATEST && field('From', input('ruleSet.from', {type: 'datetime-local', value: local(ruleSet.from)}),
      {hint: 'When the latest version begins to decide here. At once where empty.', optional: true}));
    control.addEventListener('change', showFrom);
    showFrom();
  };
  set.addEventListener('change', choose);
  choose();
  const form = element('form', {class: 'form'},
    field('Rule set', set), version, from,
    group('When a new version is published, open applications', null, radios('ruleSet.inFlight', [
      {value: 'keep', text: 'keep their decision'},
      {value: 'reevaluate', text: 'are decided again', hint: 'Applicants who were not eligible can become eligible. Approved ones stay.'},
      {value: 'flag', text: 'are flagged for reviewers', hint: 'Nothing changes, but reviewers see whose decision would differ.'},
    ], ruleSet.inFlight)),
    element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-primary'}, 'Save')));
  onSubmit(form, async values => {
    const chosen = values['ruleSet.version'];
    const at = values['ruleSet.from'];
    await instance.patch({ruleSet: {slug: values['ruleSet.slug'], version: chosen === LATEST ? LATEST : Number(chosen),
      from: chosen === LATEST && at ? new Date(at).toISOString() : null, inFlight: values['ruleSet.inFlight']}});
    toast('Rules saved');
    await show();
  });
  return form;
}

/** An instant as the value of a field for date and time. */
function local(instant) {
  if (!instant) {
    return '';
  }
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function showVersions(ruleSet) {
  const table = place('versions');
  if (versions.length === 0) {
    empty(table, 'Nothing is published yet', 'Until a version is published, no application can be decided.', element('a', {class: 'btn', href: `/console/rules/${ruleSet.slug}`}, 'Open the workbench'));
    return;
  }
  const current = ruleSet.version === LATEST ? versions[0].version : ruleSet.version;
  rows(table, versions.map(one => element('tr', {},
    element('td', {}, element('a', {href: `/console/rules/${ruleSet.slug}`}, `Version ${one.version}`), one.version === current && [' ', badge('Decides here', 'check-circle', 'success')]),
    element('td', {}, one.note),
    element('td', {class: 'wide'}, time(one.publishedAt), element('span', {class: 'muted small block'}, one.publishedBy)),
    element('td', {}, element('span', {class: 'row-of'},
      scopes.has('programs:write') && !instance.body.archivedAt && (one.version === ruleSet.version
        ? element('button', {type: 'button', class: 'btn btn-sm', onclick: () => pin(LATEST)}, 'Follow the latest')
        : element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Use version ${one.version} only`, onclick: () => pin(one.version)}, 'Use this only')))))));
}

async function pin(version) {
  try {
    const {slug, inFlight} = instance.body.ruleSet;
    await instance.patch({ruleSet: {slug, version, from: null, inFlight}});
    toast(version === LATEST ? 'The latest version decides from now on.' : `Version ${version} decides from now on.`);
    await show();
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
    await load();
  }
}

function showEffect(ruleSet) {
  const others = versions.filter(one => one.version !== (ruleSet.version === LATEST ? versions[0]?.version : ruleSet.version));
  if (!scopes.has('rules:write')) {
    fill(place('effect'), element('p', {class: 'muted'}, 'An analyst can compare versions over the applications of this instance.'));
    return;
  }
  if (versions.length === 0) {
    fill(place('effect'), element('p', {class: 'muted'}, 'There is no published version to compare.'));
    return;
  }
  const version = select('version', (others.length > 0 ? others : versions).map(one => [one.version, `Version ${one.version}: ${one.note}`]));
  const result = element('div', {class: 'stack'});
  const form = element('form', {class: 'form'},
    field('Compare with', version, {hint: 'The version is evaluated on the recorded facts of each application here. Nothing changes.'}),
    element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn'}, 'Compare')));
  onSubmit(form, async values => {
    fill(result, element('p', {class: 'muted'}, 'Comparing…'));
    let replay = await call('POST', `/ruleSets/${ruleSet.slug}/versions/${values.version}/replay`, {programInstanceIds: [id]}, {once: newKey()});
    while (replay.status === 'queued' || replay.status === 'running') {
      await new Promise(done => setTimeout(done, POLL_MILLIS));
      replay = await call('GET', `/replays/${replay.id}`);
      fill(result, element('progress', {class: 'progress', max: replay.total || 1, value: replay.processed, 'aria-label': 'Compared'}),
        element('p', {class: 'muted'}, `${count(replay.processed)} of ${many(replay.total, 'application')} compared.`));
    }
    await showReplay(result, replay, values.version);
  });
  fill(place('effect'), element('div', {class: 'stack'}, form, result));
}

async function showReplay(result, replay, version) {
  if (replay.status !== 'completed') {
    fill(result, element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {}, replay.failure ?? 'The comparison did not finish. Try again.')));
    return;
  }
  const flips = replay.toEligible + replay.toIneligible + replay.toManual;
  if (flips === 0) {
    fill(result, element('div', {class: 'alert alert-success', role: 'status'}, icon('check-circle'),
      element('div', {}, replay.total === 0 ? 'There is no application yet to compare.' : `Version ${version} decides all ${many(replay.total, 'application')} in the same way.`)));
    return;
  }
  const found = (await call('GET', `/replays/${replay.id}/flips?perPage=20`)).data;
  fill(result,
    element('p', {}, element('strong', {}, `${count(flips)} of ${many(replay.total, 'application')} would be decided differently.`)),
    element('ul', {class: 'plain'},
      replay.toEligible > 0 && element('li', {}, badge('Eligible', 'check-lg', 'info'), ` ${count(replay.toEligible)} would become eligible`),
      replay.toIneligible > 0 && element('li', {}, badge('Not eligible', 'slash-circle'), ` ${count(replay.toIneligible)} would no longer be eligible`),
      replay.toManual > 0 && element('li', {}, badge('The rules need a person', 'question-circle', 'warning'), ` ${count(replay.toManual)} would need a person`)),
    element('ul', {class: 'plain'}, found.map(flip => element('li', {},
      element('a', {href: `/console/enrollments/${flip.enrollmentId}`}, 'Application'), `: ${VERDICTS[flip.from.status] ?? flip.from.status} → ${VERDICTS[flip.to.status] ?? flip.to.status}. ${flip.why ?? flip.to.reason ?? ''}`))));
}

load();
