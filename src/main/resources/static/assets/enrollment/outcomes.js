// The outcomes of an enrollment: current values, their history, a new value, a correction.

import {call, exchange, newKey} from '../system/api.js';
import {count, day, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {toast} from '../system/toast.js';
import {closeDialog, field, formDialog, input, number, select, text} from '../programs/fields.js';
import {failure, skeleton} from '../programs/words.js';

const METHODS = {deemed: 'Deemed', measured: 'Measured'};

/** Fills the panel with the outcomes of an enrollment. */
export async function outcomesPanel(panel, enrollment, scopes) {
  const again = () => outcomesPanel(panel, enrollment, scopes);
  fill(panel, skeleton());
  try {
    const [found, defined] = await Promise.all([
      call('GET', `/enrollments/${enrollment.id}/outcomes?history=true&perPage=500`),
      call('GET', `/programInstances/${enrollment.programInstanceId}/outcomeMetrics`)]);
    const writes = scopes.has('outcomes:write') && ['approved', 'unenrolled'].includes(enrollment.eligibility.status);
    const labels = new Map(defined.data.map(metric => [metric.name, metric.label]));
    const current = found.data.filter(outcome => outcome.supersededAt === null);
    fill(panel,
      current.length === 0
        ? element('div', {class: 'empty', role: 'status'}, icon('graph-up'), element('h3', {}, 'No outcomes yet'), element('p', {}, defined.data.length === 0
          ? 'The program instance names no metrics. Add them on its tab Outcomes.' : 'Record a value, or import values on the tab Outcomes of the program instance.'))
        : element('ul', {class: 'application-notes'}, current.map(outcome => item(outcome, found.data, labels, writes && (() => correct(enrollment, outcome, labels, again))))),
      writes && defined.data.length > 0 && element('div', {class: 'form-actions'},
        element('button', {type: 'button', class: 'btn', onclick: () => record(enrollment, defined.data, again)}, icon('plus-lg'), 'Record an outcome')));
  } catch (refusal) {
    fill(panel, failure('The outcomes could not be loaded', refusal, again));
  }
}

function item(outcome, all, labels, onCorrect) {
  const before = [];
  for (let id = outcome.supersedesId; id;) {
    const earlier = all.find(each => each.id === id);
    if (earlier) {
      before.push(earlier);
    }
    id = earlier?.supersedesId;
  }
  const name = labels.get(outcome.metric) ?? outcome.metric;
  return element('li', {},
    element('div', {},
      element('p', {class: 'application-prose'}, element('strong', {}, `${count(outcome.value)} ${outcome.unit}`), ` ${name}`),
      element('div', {class: 'muted'}, `${day(outcome.period.from)} – ${day(outcome.period.to)} · ${METHODS[outcome.method]} · ${outcome.source === 'formula' ? 'by formula' : outcome.source} · `, time(outcome.createdAt)),
      outcome.reason && element('div', {class: 'muted'}, `Corrected: ${outcome.reason}`),
      before.length > 0 && element('details', {}, element('summary', {}, before.length === 1 ? 'Value before' : `${count(before.length)} values before`),
        element('ul', {}, before.map(earlier => element('li', {}, `${count(earlier.value)} ${earlier.unit}, ${day(earlier.period.from)} – ${day(earlier.period.to)}, by ${earlier.by.name} `, time(earlier.createdAt)))))),
    onCorrect && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Correct ${name}`, onclick: onCorrect}, 'Correct'));
}

const periodFields = ({from = '', to = ''} = {}) => [
  field('First day', input('from', {type: 'date', value: from, required: true, 'data-missing': 'Choose the first day.'})),
  field('Last day', input('to', {type: 'date', value: to, required: true, 'data-missing': 'Choose the last day.'})),
];

async function record(enrollment, metrics, again) {
  const metric = select('metric', metrics.map(one => [one.name, `${one.label} in ${one.unit}`]));
  const method = select('method', Object.entries(METHODS), metrics[0].method);
  metric.addEventListener('change', () => {
    method.value = metrics.find(one => one.name === metric.value).method;
  });
  const form = element('form', {class: 'form'}, field('Metric', metric),
    field('Value', input('value', {type: 'number', step: 'any', required: true, 'data-missing': 'Write the value.'})),
    periodFields(), field('Method', method),
    field('Source', input('source', {required: true, maxlength: 100, 'data-missing': 'Name the source, such as meter data.'}), {hint: 'The meter, system or study, such as meter data.'}));
  onSubmit(form, async values => {
    await call('POST', `/enrollments/${enrollment.id}/outcomes`, {metric: values.metric, value: Number(values.value), method: values.method,
      source: text(values.source), period: {from: values.from, to: values.to}}, {once: newKey()});
    closeDialog(form);
    toast('Outcome recorded');
    await again();
  });
  await formDialog('Record an outcome', form, 'Record');
}

async function correct(enrollment, outcome, labels, again) {
  const form = element('form', {class: 'form'},
    field(`Value in ${outcome.unit}`, input('value', {type: 'number', step: 'any', value: outcome.value, required: true})),
    periodFields(outcome.period),
    field('Reason', input('reason', {required: true, maxlength: 500, 'data-missing': 'Write why it is corrected.'}), {hint: 'It is kept in the history.'}));
  onSubmit(form, async values => {
    await exchange('POST', `/enrollments/${enrollment.id}/outcomes/${outcome.id}/correct`,
      {value: number(values.value), period: {from: values.from, to: values.to}, reason: values.reason.trim()}, {once: newKey(), ifMatch: `"${outcome.version}"`});
    closeDialog(form);
    toast('Outcome corrected');
    await again();
  });
  await formDialog(`Correct ${labels.get(outcome.metric) ?? outcome.metric}`, form, 'Correct', {intro: 'The present value stays in the history.'});
}
