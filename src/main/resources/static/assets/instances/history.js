// The changes of an instance in words, newest first.

import {call} from '../system/api.js';
import {count, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {shown} from '../enrollment/words.js';
import {differences} from '../programs/differences.js';
import {failure, many, skeleton, words} from '../programs/words.js';

const id = document.querySelector('.instance-head').dataset.instance;
const list = document.querySelector('[data-history]');
const foot = document.querySelector('[data-foot]');
const PER_PAGE = 25;

const NAMES = {
  title: 'the title', description: 'the description', eligibilityCriteria: 'who may take part', programTerms: 'the terms', termsVersion: 'the version of the terms', logoUrl: 'the logo',
  customFields: 'own fields', config: 'the configuration', templateVersion: 'the template version', ruleSetSlug: 'the rule set', ruleSetVersion: 'the rule version', ruleSetFrom: 'when the rules begin',
  inFlight: 'what new rules do to open applications', active: 'whether it is active', archivedAt: 'archived', startDate: 'the first day', endDate: 'the last day', timeZone: 'the time zone',
  campaignId: 'the campaign', cohort: 'the cohort', pausedAt: 'the pause', waitlistOfferHours: 'the waitlist', formConfig: 'the form', notifications: 'the notifications', application: 'the public form',
};
const SILENT = new Set(['configLayers', 'ruleSetBefore', 'termsVersion', 'formVersionId', 'templateVersionId', 'updatedAt', 'version', 'organizationId', 'slug', 'workspaceId']);
const ACTS = {create: ['created this program instance', 'plus-lg'], archive: ['archived it', 'archive'], delete: ['deleted it', 'trash']};

let page = 0;

async function load() {
  if (page === 0) {
    fill(list, element('li', {class: 'block'}, skeleton()));
  }
  fill(foot);
  try {
    const answer = await call('GET', `/programInstances/${id}/history?sort=-at&page=${page}&perPage=${PER_PAGE}`);
    const entries = answer.data.map(entry);
    page === 0 ? fill(list, entries) : list.append(...entries);
    fill(foot, element('span', {role: 'status'}, many(answer.totalItems, 'change')),
      page + 1 < answer.totalPages && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => {
        page++;
        load();
      }}, 'Show older'));
  } catch (refusal) {
    fill(list, element('li', {class: 'block'}, failure('The history could not be loaded', refusal, load)));
  }
}

function entry(change) {
  const act = change.action.split('.').pop();
  const [sentence, sign] = ACTS[act] ?? [null, 'pencil'];
  const names = change.changed.filter(name => !SILENT.has(name));
  const details = act === 'create' ? [] : names.filter(name => name in change.after || name in change.before).map(name => detail(name, change.before[name], change.after[name])).filter(Boolean);
  return element('li', {},
    element('span', {class: 'timeline-mark'}, icon(sign)),
    element('div', {},
      element('span', {}, element('strong', {}, change.by.name), ' ', sentence ?? toldOf(change, names)), ' ', time(change.at),
      details.length > 0 && element('details', {}, element('summary', {}, details.length === 1 ? 'What changed' : `${count(details.length)} changes`), element('dl', {class: 'facts'}, details))));
}

function toldOf(change, names) {
  if (names.length === 1 && names[0] === 'active') {
    return change.after.active ? 'activated it' : 'deactivated it';
  }
  if (names.length === 0) {
    return 'saved it';
  }
  const list = names.map(name => NAMES[name] ?? words(name).toLowerCase());
  return `changed ${list.length === 1 ? list[0] : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`}`;
}

function detail(name, before, after) {
  if (name === 'config') {
    return differences(before ?? {}, after ?? {}).map(({path, from, to}) => [element('dt', {}, path.map(words).join(' › ')), element('dd', {}, arrow(from, to))]);
  }
  return [element('dt', {}, words(NAMES[name] ?? name)), element('dd', {}, arrow(before, after))];
}

const plain = value => (typeof value === 'string' && value.length > 200 ? `${value.slice(0, 200)}…` : shown(value));

const arrow = (from, to) => [element('del', {}, plain(from)), ' → ', element('ins', {}, plain(to))];

load();
