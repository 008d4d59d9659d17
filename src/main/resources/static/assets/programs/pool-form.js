// The terms of a pool: the fields follow the pricing model.

import {element, fill} from '../system/dom.js';
import {field, input, number, select} from './fields.js';
import {MODELS} from './words.js';

const FIGURES = {
  seats: [['committedSeats', 'Seats', 'How many people can take part.']],
  credits: [['creditAllocation', 'Credits', 'How many credits there are.'], ['creditConsumptionRate', 'Credits of an application', 'By the type of the program where empty: mentorship 10, language 15, buddy 5, upskilling 2, others 10.']],
  iaas: [['learnersCommitted', 'Learners', 'How many people can take part.']],
  bundle: [['parentPoolId', 'Other pool', 'Its number in the address of the API.'], ['allocationShare', 'Share of it', 'From 0 to 1, such as 0.25.']],
  custom: [['creditAllocation', 'Units', 'How many units there are.'], ['creditConsumptionRate', 'Units of an application', '1 where empty.']],
};

const ALL = ['committedSeats', 'creditAllocation', 'creditConsumptionRate', 'learnersCommitted', 'parentPoolId', 'allocationShare'];

/** Fields for the terms; `pool` is what they begin with. */
export function poolFields(pool) {
  const known = MODELS[pool.pricingModel] || !pool.pricingModel ? {} : {[pool.pricingModel]: pool.pricingModel};
  const model = select('pricingModel', Object.entries({...MODELS, ...known}).filter(([value]) => FIGURES[value]), pool.pricingModel ?? 'seats');
  const figures = element('div', {class: 'stack'});
  const show = () => fill(figures, FIGURES[model.value].map(([name, label, hint]) => field(label,
    name === 'parentPoolId' ? input(name, {value: pool[name] ?? ''}) : input(name, {type: 'number', min: 0, step: 'any', value: pool[name] ?? '', required: name !== 'creditConsumptionRate'}),
    {hint, optional: name === 'creditConsumptionRate'})));
  model.addEventListener('change', show);
  show();
  return element('div', {class: 'stack'},
    field('Counted in', model), figures,
    element('div', {class: 'fields-row'},
      field('Overage in percent', input('overagePercent', {type: 'number', min: 0, max: 100, step: 'any', value: pool.overagePercent ?? ''}), {optional: true}),
      field('Hours that units are kept', input('reservationHours', {type: 'number', min: 1, max: 87600, value: pool.reservationHours ?? ''}), {optional: true})));
}

/** The terms of the form; figures of other models are cleared, so that a merge patch leaves none behind. */
export function poolTerms(form, clear = true) {
  const values = new FormData(form);
  const terms = {pricingModel: values.get('pricingModel')};
  for (const name of [...ALL, 'overagePercent', 'reservationHours']) {
    const value = values.has(name) ? (name === 'parentPoolId' ? values.get(name).trim() || null : number(values.get(name))) : null;
    if (value !== null || clear) {
      terms[name] = value;
    }
  }
  return terms;
}
