// What an instance brings: its metrics with their totals, and the values.

import {call} from '../system/api.js';
import {count, day, percent, quantity, time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {money} from '../system/money.js';
import {toast} from '../system/toast.js';
import {closeDialog, field, formDialog, input, number, select, text} from '../programs/fields.js';
import {Resource} from '../programs/saving.js';
import {many} from '../programs/words.js';
import {importRows} from './import-dialog.js';

const head = document.querySelector('.instance-head');
const id = head.dataset.instance;
const scopes = new Set(head.dataset.scopes.split(' '));
const place = name => document.querySelector(`[data-${name}]`);
const NONE = '–';
const PER_PAGE = 25;

let page = 0;
let metrics = [];

const METHODS = {deemed: 'Deemed', measured: 'Measured'};
const amount = (value, unit) => `${quantity(value)} ${unit}`;
const share = rate => (rate === null ? NONE : percent(rate));

async function showMetrics() {
  const table = place('metrics');
  loading(table, 2);
  try {
    const [defined, report] = await Promise.all([call('GET', `/programInstances/${id}/outcomeMetrics`),
      scopes.has('reports:read') ? call('GET', `/reports/outcomes?programInstanceId=${id}`) : {data: []}]);
    metrics = defined.data;
    const sums = new Map((report.data[0]?.metrics ?? []).map(sum => [sum.metric, sum]));
    if (metrics.length === 0 && sums.size === 0) {
      empty(table, 'No metrics yet', 'Name what the program brings, such as kWhSaved or hoursMentored, with its unit.',
        scopes.has('programs:write') && element('button', {type: 'button', class: 'btn', onclick: () => edit()}, 'Add a metric'));
      return;
    }
    const former = [...sums.values()].filter(sum => !metrics.some(metric => metric.name === sum.metric))
      .map(sum => ({name: sum.metric, label: sum.metric, unit: sum.unit, former: true}));
    rows(table, [...metrics, ...former].map(metric => row(metric, sums.get(metric.name))));
  } catch (refusal) {
    failed(table, 'The metrics could not be loaded', refusal, showMetrics);
  }
}

function row(metric, sum) {
  const cell = (value, wide) => element('td', {class: wide ? 'number wide' : 'number'}, value);
  return element('tr', {},
    element('td', {}, element('strong', {}, metric.label), element('div', {class: 'muted'}, metric.former ? 'No longer in the configuration'
      : metric.formula ? `Deemed: ${metric.formula}` : `${METHODS[metric.method]}, in ${metric.unit}`)),
    cell(sum ? amount(sum.sum, metric.unit) : NONE),
    cell(sum ? quantity(sum.deemed.sum) : NONE),
    cell(sum ? quantity(sum.measured.sum) : NONE),
    cell(sum ? share(sum.realizationRate) : NONE, true),
    cell(sum ? count(sum.attrition.enrollments) : NONE, true),
    cell(sum?.cost?.perUnit ? money(sum.cost.perUnit, sum.cost.currency, 4) : NONE, true),
    element('td', {}, !metric.former && scopes.has('programs:write') && element('span', {class: 'row-of'},
      element('button', {type: 'button', class: 'btn btn-sm btn-icon btn-quiet', 'aria-label': `Change ${metric.label}`, onclick: () => edit(metric)}, icon('pencil')),
      element('button', {type: 'button', class: 'btn btn-sm btn-icon btn-quiet', 'aria-label': `Remove ${metric.label}`, onclick: () => remove(metric)}, icon('trash')))));
}

/** The metrics as the configuration states them. */
async function configured() {
  const instance = await Resource.read(`/programInstances/${id}`);
  return {instance, stated: instance.body.config?.outcomes?.metrics ?? []};
}

async function edit(metric) {
  const {instance, stated} = await configured();
  const now = stated.find(one => one.name === metric?.name) ?? {};
  const method = select('method', Object.entries(METHODS), now.method ?? 'measured');
  const form = element('form', {class: 'form'},
    field('Short name', input('name', {value: now.name ?? '', required: true, maxlength: 64, pattern: '[A-Za-z][A-Za-z0-9]*', readonly: Boolean(now.name), 'data-missing': 'Write a short name, such as kWhSaved.'}),
      {hint: now.name ? 'It cannot change: recorded values have it.' : 'Letters and digits, such as kWhSaved. Systems and files use it.'}),
    field('Name for people', input('label', {value: now.label ?? '', maxlength: 100}), {optional: true, hint: 'Such as Energy saved.'}),
    field('Unit', input('unit', {value: now.unit ?? '', required: true, maxlength: 20, readonly: Boolean(now.unit), 'data-missing': 'Write the unit, such as kWh.'})),
    field('How values are determined', method),
    field('Formula of the deemed value', input('formula', {value: now.formula ?? '', maxlength: 2000, class: 'form-control code'}),
      {optional: true, hint: 'FEEL over the application, such as metadata.monthlyKwh * 12 * 0.1. It is computed at each approval.'}),
    field('Months that a deemed value lasts', input('months', {type: 'number', min: 1, max: 600, value: now.months ?? ''}), {optional: true, hint: '12 where empty.'}));
  onSubmit(form, async values => {
    const made = Object.fromEntries(Object.entries({
      name: values.name.trim(), label: text(values.label), unit: values.unit.trim(), method: values.method,
      formula: text(values.formula), months: text(values.formula) ? number(values.months) : null,
    }).filter(([, value]) => value !== null));
    const next = now.name ? stated.map(one => (one.name === now.name ? made : one)) : [...stated, made];
    await instance.patch({config: {outcomes: {metrics: next}}});
    closeDialog(form);
    toast('Metric saved');
    await showMetrics();
  });
  await formDialog(now.name ? `Change ${now.label ?? now.name}` : 'Add a metric', form, 'Save', {wide: true});
}

async function remove(metric) {
  if (!(await confirm(`Remove ${metric.label}?`, 'No further values can be recorded. Those that are recorded stay in the reports.', 'Remove'))) {
    return;
  }
  try {
    const {instance, stated} = await configured();
    await instance.patch({config: {outcomes: {metrics: stated.filter(one => one.name !== metric.name)}}});
    toast('Metric removed');
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
  await showMetrics();
}

async function showValues() {
  const table = place('values');
  loading(table, 4);
  fill(place('foot'));
  try {
    const found = await call('GET', `/programInstances/${id}/outcomes?sort=-createdAt&page=${page}&perPage=${PER_PAGE}`);
    if (found.data.length === 0) {
      empty(table, 'No values yet', 'Import a file, or record a value on the page of an enrollment. Deemed values appear after approvals.');
      return;
    }
    const labels = new Map(metrics.map(metric => [metric.name, metric.label]));
    rows(table, found.data.map(each => element('tr', {},
      element('td', {}, each.enrollmentId ? element('a', {href: `/console/enrollments/${each.enrollmentId}#outcomes`}, each.applicationNumber) : 'Erased person'),
      element('td', {}, labels.get(each.metric) ?? each.metric),
      element('td', {class: 'number'}, amount(each.value, each.unit)),
      element('td', {}, `${day(each.period.from)} – ${day(each.period.to)}`),
      element('td', {class: 'wide'}, METHODS[each.method]),
      element('td', {class: 'wide'}, each.source === 'formula' ? 'Formula' : each.source),
      element('td', {class: 'wide'}, time(each.createdAt)))));
    fill(place('foot'), element('span', {role: 'status'}, many(found.totalItems, 'value')),
      found.totalPages > 1 && element('span', {class: 'row-of'}, turn('chevron-left', 'Previous page', page - 1, page > 0), turn('chevron-right', 'Next page', page + 1, page + 1 < found.totalPages)));
  } catch (refusal) {
    failed(table, 'The values could not be loaded', refusal, showValues);
  }
}

const turn = (sign, words, to, possible) => element('button', {type: 'button', class: 'btn btn-sm btn-icon', 'aria-label': words, disabled: !possible, onclick: () => {
  page = to;
  showValues();
}}, icon(sign));

place('add-metric')?.addEventListener('click', () => edit());
place('import')?.addEventListener('click', () => importRows(id, 'outcomes', 'Import values',
  'A CSV file with the columns applicationNumber, metric, period (2026-07, 2026 or two days), value and source.'));
showMetrics().then(showValues);
