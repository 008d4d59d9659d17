// A campaign: life cycle with its guards, cohorts, capacity, pricing insight, facts, history.

import {call, newKey} from '../system/api.js';
import {count, time} from '../system/dates.js';
import {open} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {money} from '../system/money.js';
import {onSubmit} from '../system/forms.js';
import {badge} from '../system/statuses.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {CAMPAIGN_STATUSES, STEPS, campaignBadge, missingForPlan, whyNot} from '../programs/campaign-words.js';
import {campaignForm, campaignValues} from '../programs/campaign-form.js';
import {closeDialog, field, formDialog, textarea} from '../programs/fields.js';
import {Resource} from '../programs/saving.js';
import {MODELS, facts, failure, gauge, many, percent, period, skeleton, typeWords, units, words} from '../programs/words.js';

const page = document.querySelector('main');
const {id} = page.dataset;
const writes = page.dataset.writes === 'true';
const place = name => page.querySelector(`[data-${name}]`);
const base = `/campaigns/${id}`;
const MAIN_STEPS = new Set(['plan', 'start', 'resume']);
const ORDER = ['draft', 'planned', 'recruiting', 'active', 'completed', 'closed'];

let campaign;
let choices = {programs: [], templates: [], groups: []};
let templatePricing = null;
let poolsRead;

async function load() {
  poolsRead = undefined;
  if (!campaign) {
    ['cycle', 'facts', 'insight', 'fit', 'history', 'capacity'].forEach(name => fill(place(name), skeleton()));
  }
  try {
    campaign = await Resource.read(base);
    const [programs, templates, groups] = await Promise.all(['/programs?perPage=500&sort=name', '/templates?perPage=500&sort=name', '/participantGroups?perPage=500&sort=name']
      .map(path => call('GET', path).then(answer => answer.data, () => [])));
    choices = {programs, templates, groups};
    const [slug, version] = campaign.body.templateVersion?.split('@') ?? [];
    templatePricing = slug ? (await call('GET', `/templates/${slug}/versions/${version}`).catch(() => null))?.pricing ?? null : null;
  } catch (refusal) {
    fill(place('cycle'), failure('The campaign could not be loaded', refusal, load));
    return;
  }
  showCycle();
  showFacts();
  await Promise.all([showCohorts(), showInsight(), showFit(), showHistory(), showCapacity()]);
}

function showCycle() {
  const it = campaign.body;
  const missing = it.status === 'draft' ? missingForPlan(it, templatePricing) : [];
  const possible = Object.keys(STEPS).filter(step => it.allowedActions.includes(step));
  const isOver = it.status === 'closed' || it.status === 'completed';
  fill(place('actions'), writes && !isOver && element('button', {type: 'button', class: `btn${missing.length > 0 ? ' btn-primary' : ''}`, onclick: edit}, 'Edit'),
    writes && possible.filter(step => MAIN_STEPS.has(step)).map(step =>
      element('button', {type: 'button', class: `btn${missing.length > 0 ? '' : ' btn-primary'}`, onclick: () => take(step)}, STEPS[step][0])));
  fill(place('cycle'),
    element('ol', {class: 'steps'}, (it.status === 'paused' ? ORDER.toSpliced(4, 0, 'paused') : ORDER).map(status => element('li', {'aria-current': status === it.status && 'step'},
      campaignBadge(status)))),
    missing.length > 0 && element('div', {class: 'alert alert-warning', role: 'status'}, icon('exclamation-triangle'), element('div', {},
      element('h3', {}, 'A plan still needs:'), element('ul', {}, missing.map(need => element('li', {}, writes ? element('button', {type: 'button', class: 'link', onclick: () => edit(need.name)}, need.sentence) : need.sentence))))),
    writes && possible.length > 0 && element('ul', {class: 'guarded'}, possible.map(step => element('li', {},
      element('button', {type: 'button', class: 'btn btn-sm', onclick: () => take(step)}, STEPS[step][0]),
      element('span', {}, step === 'plan' && missing.length > 0 ? 'Something is still missing: see above.' : STEPS[step][2])))),
    element('details', {}, element('summary', {}, writes && possible.length > 0 ? 'Why not another step?' : 'Steps'), element('dl', {class: 'facts guarded-not'},
      Object.entries(STEPS).filter(([step]) => !writes || !possible.includes(step)).map(([step, [name]]) =>
        [element('dt', {}, name), element('dd', {class: 'muted'}, possible.includes(step) ? STEPS[step][2] : whyNot(step))]))));
}

async function take(step) {
  const [name, , effect] = STEPS[step];
  const form = element('form', {class: 'form'}, field('Reason', textarea('reason', '', {maxlength: 2000, rows: 2}), {hint: 'Kept in the history.', optional: true}));
  onSubmit(form, async values => {
    await campaign.send('POST', `${base}/${step}`, values.reason.trim() ? {reason: values.reason.trim()} : {}, {once: newKey()});
    closeDialog(form);
    toast(`${CAMPAIGN_STATUSES[campaign.body.status]?.[0] ?? 'Done'}`);
    await load();
  });
  await formDialog(`${name}?`, form, name, {intro: effect, danger: step === 'close' || step === 'complete'});
}

async function edit(focus) {
  const form = campaignForm(campaign.body, choices, templatePricing);
  onSubmit(form, async () => {
    await campaign.patch(campaignValues(form, campaign.body));
    closeDialog(form);
    toast('Campaign saved');
    await load();
  });
  const closed = formDialog('Edit the campaign', form, 'Save', {wide: true});
  if (typeof focus === 'string') {
    form.elements[focus]?.focus();
  }
  await closed;
}

function showFacts() {
  const it = campaign.body;
  const named = (list, key, value) => list.find(one => one[key] === value)?.name ?? value;
  const [slug, version] = it.templateVersion?.split('@') ?? [];
  fill(place('facts'), facts([
    ['Status', campaignBadge(it.status)],
    ['Description', it.description],
    ['Period', period(it.startDate, it.endDate)],
    ['Program', it.programSlug && element('a', {href: `/console/programs/${it.programSlug}`}, named(choices.programs, 'slug', it.programSlug))],
    ['Template', slug && element('a', {href: `/console/templates/${slug}?version=${version}`}, `${named(choices.templates, 'slug', slug)}, version ${version}`)],
    ['Group', it.participantGroupId && element('a', {href: `/console/groups/${it.participantGroupId}`}, named(choices.groups, 'id', it.participantGroupId))],
    ['Targets', [it.targets?.participants && many(it.targets.participants, 'participant'), it.targets?.applications && many(it.targets.applications, 'application')].filter(Boolean).join(', ')],
    ['Budget', it.budget?.amount && (it.budget.currency ? money(it.budget.amount, it.budget.currency) : count(it.budget.amount))],
    ['Spent', it.budget?.spent && (it.budget.currency ? money(it.budget.spent, it.budget.currency) : count(it.budget.spent))],
    ['Pricing', priceOf(it.pricing ?? templatePricing)],
    ['Cohorts', it.cohorts?.max ? `At most ${it.cohorts.max}` : 'Any number'],
    ['Next cohort', it.cohorts?.openNextWhenFull ? 'Opens by itself when the last is full' : 'Opened by hand'],
  ]));
}

const FIGURES = ['committedSeats', 'creditAllocation', 'learnersCommitted'];

function priceOf(pricing) {
  if (!pricing?.pricingModel) {
    return null;
  }
  const figure = FIGURES.find(name => pricing[name] !== undefined && pricing[name] !== null);
  return figure ? units(pricing[figure], pricing.pricingModel) : MODELS[pricing.pricingModel] ?? pricing.pricingModel;
}

async function showCohorts() {
  const table = place('cohorts');
  loading(table, 2);
  const it = campaign.body;
  const full = it.cohorts?.max && it.cohortCount >= it.cohorts.max;
  const why = it.status !== 'active' ? 'Cohorts open while the campaign is active.' : full ? `The campaign has its ${it.cohorts.max} cohorts.` : null;
  fill(place('cohort-actions'), why && element('span', {class: 'muted'}, why), writes && element('button', {type: 'button', class: 'btn btn-sm', disabled: why !== null, onclick: openCohort}, 'Open the next cohort'));
  try {
    const [cohorts, counts, report] = await Promise.all([call('GET', `${base}/programInstances?perPage=500`),
      it.programSlug ? call('GET', `/enrollments/counts?programSlug=${it.programSlug}&perPage=500`).catch(() => ({data: []})) : {data: []}, pools()]);
    if (cohorts.data.length === 0) {
      empty(table, 'No cohort yet', 'The first cohort opens with the start of the campaign.');
      return;
    }
    const known = new Map(counts.data.map(one => [one.programInstanceId, one]));
    rows(table, cohorts.data.map(cohort => {
      const numbers = known.get(cohort.id);
      const pool = report.find(one => one.programInstanceId === cohort.id && !one.segment);
      return element('tr', {},
        element('td', {}, element('a', {href: `/console/instances/${cohort.id}/overview`}, cohort.title), element('span', {class: 'muted small block'}, period(cohort.startDate, cohort.endDate))),
        element('td', {}, cohort.archivedAt ? badge('Archived', 'archive') : cohort.pausedAt ? badge('Paused', 'hourglass-split', 'warning') : cohort.active ? badge('Active', 'check-circle', 'success') : badge('Inactive', 'slash-circle')),
        element('td', {class: 'number'}, numbers ? count(numbers.total) : '–'),
        element('td', {class: 'number wide'}, numbers ? count(numbers.counts.approved) : '–'),
        element('td', {class: 'wide'}, pool ? gauge({...pool, pricingModel: pool.pricingModel}, cohort.title) : element('span', {class: 'muted'}, 'That of the campaign')));
    }));
  } catch (refusal) {
    failed(table, 'The cohorts could not be loaded', refusal, showCohorts);
  }
}

/** The pools of the campaign and of its cohorts. */
function pools() {
  poolsRead ??= page.dataset.reports === 'true' ? call('GET', `/reports/capacity?campaignId=${id}&perPage=500`).then(report => report.data) : Promise.resolve([]);
  return poolsRead;
}

async function openCohort() {
  const answer = await open('Open the next cohort?', element('p', {}, 'It accepts applications at once, with the configuration of the campaign.'), [{value: 'yes', text: 'Open', kind: 'primary'}, {value: null, text: 'Cancel'}]);
  if (answer !== 'yes') {
    return;
  }
  try {
    await call('POST', `${base}/programInstances`, {}, {ifMatch: campaign.tag, once: newKey()});
    toast('Cohort opened');
    await load();
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
    await load();
  }
}

async function showCapacity() {
  fill(place('capacity'), skeleton());
  try {
    const pool = (await pools()).find(one => one.ownerKind === 'campaign' && !one.segment);
    fill(place('capacity'), pool ? gauge(pool, 'Campaign') : element('p', {class: 'muted'}, campaign.body.cohortCount > 0 ? 'The campaign has no limit of its own.' : 'The limit of the pricing counts from the start on.'));
  } catch (refusal) {
    fill(place('capacity'), failure('The capacity could not be loaded', refusal, showCapacity));
  }
}

const LEVELS = {hot: ['Hot: offer more now', 'danger'], warm: ['Warm: speak with the customer', 'warning'], watch: ['Watch', 'info'], none: ['No need for more', 'neutral']};
const PART_WORDS = {capacity: 'How much is used', performance: 'Approved against the target', engagement: 'Eligible people who complete', spend: 'Spent of the budget'};

/** From which figures a part of the score comes; those that are known. */
const PART_FIGURES = {
  capacity: ({committed, reserved, limit}) => `${count(committed)} approved and ${count(reserved)} waiting, of ${count(limit)}`,
  performance: ({approved, applications, targetParticipants, targetApplications}) => targetApplications !== undefined
    ? `${many(applications, 'application')}, target ${count(targetApplications)}`
    : `${count(approved)} approved${targetParticipants !== undefined ? `, target ${count(targetParticipants)}` : ''}`,
  engagement: ({completed, foundEligible}) => `${count(completed)} of ${count(foundEligible)} eligible people`,
  spend: ({spent, budget, currency}) => {
    const sum = value => (currency ? money(value, currency) : count(value));
    return budget === undefined ? `${sum(spent)} spent` : `${sum(spent ?? 0)} of ${sum(budget)}`;
  },
};

async function showInsight() {
  fill(place('insight'), skeleton());
  try {
    const {upsell} = await call('GET', `${base}/pricingInsight`);
    const [sentence, meaning] = LEVELS[upsell.level] ?? LEVELS.none;
    fill(place('insight'),
      element('div', {class: 'row-of'}, upsell.score === undefined || upsell.score === null
        ? element('span', {class: 'muted'}, 'No score yet: the figures below are missing.')
        : [element('span', {class: 'figure'}, count(upsell.score)), element('span', {class: 'muted'}, 'of 100'), badge(sentence, 'graph-up', meaning)]),
      element('div', {class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': 'Parts of the score'}, element('table', {class: 'table'},
        element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, 'Part'), element('th', {scope: 'col', class: 'number wide'}, 'Weight'), element('th', {scope: 'col', class: 'number'}, 'Value'), element('th', {scope: 'col', class: 'number'}, 'Points'), element('th', {scope: 'col', class: 'wide'}, 'From'))),
        element('tbody', {}, upsell.parts.map(part => element('tr', {},
          element('td', {}, PART_WORDS[part.name] ?? words(part.name)),
          element('td', {class: 'number wide'}, percent(Number(part.weight))),
          element('td', {class: 'number'}, part.value === undefined || part.value === null ? '–' : percent(Number(part.value))),
          element('td', {class: 'number'}, part.points === undefined || part.points === null ? '–' : count(part.points)),
          element('td', {class: 'wide muted'}, part.missing ? `Missing: ${words(part.missing.split('.').pop()).toLowerCase()}` : PART_FIGURES[part.name](part.figures))))))),
      upsell.atMost > 0 && upsell.atMost < 100 && element('p', {class: 'muted'}, `With the figures that are known, the score can reach ${count(upsell.atMost)}.`));
  } catch (refusal) {
    fill(place('insight'), failure('The insight could not be loaded', refusal, showInsight));
  }
}

async function showFit() {
  fill(place('fit'), skeleton());
  try {
    const fit = await call('GET', `${base}/compatibility`);
    fill(place('fit'), fit.compatible
      ? element('div', {class: 'alert alert-success', role: 'status'}, icon('check-circle'), element('div', {}, 'Template, group and program fit together.'))
      : element('div', {class: 'alert alert-warning', role: 'status'}, icon('exclamation-triangle'), element('div', {}, element('ul', {}, fit.reasons.map(reason => element('li', {}, reason.message))))));
  } catch (refusal) {
    fill(place('fit'), failure('This could not be checked', refusal, showFit));
  }
}

async function showHistory() {
  try {
    const {data} = await call('GET', `${base}/history`);
    fill(place('history'), data.reverse().map(move => element('li', {},
      element('span', {class: 'timeline-mark'}, icon(CAMPAIGN_STATUSES[move.to][1])),
      element('div', {}, element('strong', {}, move.by.name), move.from ? ` moved it to ${CAMPAIGN_STATUSES[move.to][0].toLowerCase()} ` : ' created it ', time(move.at), move.reason && element('p', {class: 'muted'}, move.reason)))));
  } catch (refusal) {
    fill(place('history'), element('li', {class: 'block'}, failure('The history could not be loaded', refusal, showHistory)));
  }
}

load();
