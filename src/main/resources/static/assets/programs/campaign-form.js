// The facts of a campaign.

import {element} from '../system/dom.js';
import {check, field, input, number, select, text, textarea} from './fields.js';
import {changes} from './saving.js';
import {MODELS, typeWords} from './words.js';

const FIGURE = {seats: 'committedSeats', credits: 'creditAllocation', iaas: 'learnersCommitted'};
const dayOf = value => value?.slice(0, 10) ?? '';

/** The last day: the end is the moment after it. */
const lastDay = end => (end ? new Date(new Date(end).getTime() - 1).toISOString().slice(0, 10) : '');

export function campaignForm(it, {programs, templates, groups}, templatePricing) {
  const started = Boolean(it.startedAt);
  const fixed = started ? {disabled: true} : {};
  const versions = templates.filter(one => one.activeVersion).map(one => [`${one.slug}@${one.activeVersion}`, `${one.name}, version ${one.activeVersion}`]);
  if (it.templateVersion && !versions.some(([value]) => value === it.templateVersion)) {
    versions.unshift([it.templateVersion, it.templateVersion.replace('@', ', version ')]);
  }
  const pricing = it.pricing ?? {};
  return element('form', {class: 'form'},
    field('Name', input('name', {required: true, maxlength: 180, value: it.name})),
    field('Description', textarea('description', it.description ?? '', {maxlength: 5000, rows: 2}), {optional: true}),
    element('div', {class: 'fields-row'},
      field('Program', select('programSlug', [['', 'Not chosen'], ...programs.map(one => [one.slug, `${one.name} (${typeWords(one.type)})`])], it.programSlug, fixed)),
      field('Template version', select('templateVersion', [['', 'Not chosen'], ...versions], it.templateVersion, fixed)),
      field('Group', select('participantGroupId', [['', 'Not chosen'], ...groups.map(one => [one.id, one.name])], it.participantGroupId, fixed))),
    element('div', {class: 'fields-row'},
      field('First day', input('startDate', {type: 'date', value: dayOf(it.startDate), ...fixed})),
      field('Last day', input('endDate', {type: 'date', value: lastDay(it.endDate)}))),
    element('div', {class: 'fields-row'},
      field('Target: participants', input('targets.participants', {type: 'number', min: 0, value: it.targets?.participants ?? ''})),
      field('Target: applications', input('targets.applications', {type: 'number', min: 0, value: it.targets?.applications ?? ''}))),
    element('div', {class: 'fields-row'},
      field('Budget', input('budget.amount', {type: 'number', min: 0, step: 'any', value: it.budget?.amount ?? ''})),
      field('Currency', input('budget.currency', {maxlength: 3, pattern: '[A-Z]{3}', value: it.budget?.currency ?? 'USD', 'data-invalid': 'Enter three capital letters, such as USD.'})),
      field('Spent so far', input('budget.spent', {type: 'number', min: 0, step: 'any', value: it.budget?.spent ?? ''}))),
    element('div', {class: 'fields-row'},
      field('Pricing model', select('pricing.pricingModel', [['', templatePricing?.pricingModel ? `That of the template: ${MODELS[templatePricing.pricingModel] ?? templatePricing.pricingModel}` : 'Not chosen'],
        ...Object.entries(MODELS).filter(([value]) => FIGURE[value])], pricing.pricingModel)),
      field('Units of all cohorts', input('pricing.figure', {type: 'number', min: 0, step: 'any', value: pricing[FIGURE[pricing.pricingModel]] ?? ''}), {optional: true})),
    element('div', {class: 'fields-row'},
      field('Cohorts at most', input('cohorts.max', {type: 'number', min: 1, max: 1000, value: it.cohorts?.max ?? ''}), {optional: true}),
      field('Seats of each cohort', input('cohorts.seats', {type: 'number', min: 0, value: it.cohorts?.capacity?.committedSeats ?? ''}), {optional: true})),
    element('div', {},
      check('cohorts.openNextWhenFull', 'Open the next cohort by itself when the last is full', it.cohorts?.openNextWhenFull === true),
      check('cohorts.waitlist', 'Keep a waitlist when a cohort is full', it.cohorts?.waitlist?.enabled === true || it.cohorts?.waitlist === true)));
}

/** What differs from the campaign: a merge patch. */
export function campaignValues(form, before) {
  const of = name => form.elements[name];
  const patch = changes(before, {
    name: text(of('name').value), description: text(of('description').value),
    ...(of('programSlug').disabled ? {} : {programSlug: text(of('programSlug').value), templateVersion: text(of('templateVersion').value), participantGroupId: text(of('participantGroupId').value)}),
  });
  if (!of('startDate').disabled && of('startDate').value !== dayOf(before.startDate)) {
    patch.startDate = text(of('startDate').value);
  }
  if (of('endDate').value !== lastDay(before.endDate)) {
    patch.endDate = text(of('endDate').value);
  }
  patch.targets = {participants: number(of('targets.participants').value), applications: number(of('targets.applications').value)};
  patch.budget = {amount: number(of('budget.amount').value), currency: text(of('budget.currency').value), spent: number(of('budget.spent').value)};
  const model = of('pricing.pricingModel').value;
  const figure = number(of('pricing.figure').value);
  const cleared = Object.fromEntries(Object.keys(before.pricing ?? {}).map(name => [name, null]));
  patch.pricing = model === '' ? null : {...cleared, pricingModel: model, ...(figure === null ? {} : {[FIGURE[model]]: figure})};
  const seats = number(of('cohorts.seats').value);
  patch.cohorts = {
    max: number(of('cohorts.max').value), openNextWhenFull: of('cohorts.openNextWhenFull').checked, waitlist: of('cohorts.waitlist').checked ? {enabled: true} : null,
    ...(seats === null ? (before.cohorts?.capacity?.pricingModel === 'seats' ? {capacity: null} : {}) : {capacity: {pricingModel: 'seats', committedSeats: seats}}),
  };
  if (model === '' && !before.pricing) {
    delete patch.pricing;
  }
  return patch;
}
