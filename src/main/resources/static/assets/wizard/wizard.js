// The way to a new program, step by step. Program and instance exist from the second step on, inactive, so that the
// address is all that the page has to remember.

import {call, newKey} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {slug} from '../system/slug.js';
import {toast} from '../system/toast.js';
import {check, field, group, input, number, radios, select, text, textarea} from '../programs/fields.js';
import {stateChoice} from '../programs/program-form.js';
import {Resource, changes} from '../programs/saving.js';
import {schemaFields} from '../programs/schema-form.js';
import {failure, many, skeleton, typeWords, words} from '../programs/words.js';
import {setAt} from '../programs/differences.js';
import {SECTIONS} from '../instances/sections.js';
import {ICONS, preset} from './presets.js';
import {publishStep} from './publish.js';

const page = document.querySelector('main');
const scopes = new Set(page.dataset.scopes.split(' '));
const place = page.querySelector('[data-step]');
const DEFAULT_RULES = 'eligibility-default';

export const STEPS = {template: 'Template', facts: 'Facts', rules: 'Rules', form: 'Form', capacity: 'Capacity', people: 'People who review', publish: 'Publish'};
const ORDER = Object.keys(STEPS);
const BUILDERS = {template: templateStep, facts: factsStep, rules: rulesStep, form: formStep, capacity: capacityStep, people: peopleStep, publish: context => publishStep(context)};

const address = () => new URLSearchParams(location.search);

/** Goes to a step; `more` are further parameters of the address. */
function go(step, more = {}, replace = false) {
  const parameters = address();
  parameters.set('step', step);
  Object.entries(more).forEach(([name, value]) => (value ? parameters.set(name, value) : parameters.delete(name)));
  history[replace ? 'replaceState' : 'pushState'](null, '', `${location.pathname}?${parameters}`);
  if (!replace) {
    show();
  }
}

const following = step => ORDER[ORDER.indexOf(step) + 1];

async function show() {
  const id = address().get('instance');
  const wanted = address().get('step');
  const step = ORDER.includes(wanted) && (id || wanted === 'facts') ? wanted : id ? 'facts' : wanted === 'facts' ? 'facts' : 'template';
  showSteps(step, id);
  fill(place, skeleton(5));
  place.setAttribute('aria-busy', 'true');
  try {
    const instance = id ? await Resource.read(`/programInstances/${id}`) : null;
    if (instance?.body.archivedAt) {
      fill(place, element('div', {class: 'empty'}, icon('archive'), element('h2', {}, 'This draft is archived'), element('a', {class: 'btn btn-primary', href: '/console/programs/new'}, 'Begin a new program')));
      return;
    }
    const context = {instance, scopes, go, step, leave: leave(step)};
    fill(place, element('h2', {tabindex: '-1', class: 'step-title'}, STEPS[step]), await BUILDERS[step](context));
    place.querySelector('.step-title').focus({preventScroll: true});
  } catch (refusal) {
    fill(place, failure('The step could not be loaded', refusal, show));
  } finally {
    place.removeAttribute('aria-busy');
  }
}

function showSteps(step, id) {
  const at = ORDER.indexOf(step);
  fill(page.querySelector('[data-steps]'), ORDER.map((name, n) => {
    const reachable = id ? name !== 'template' : n <= at;
    const parameters = address();
    parameters.set('step', name);
    const content = [element('span', {class: 'wizard-number', 'aria-hidden': 'true'}, n < at ? icon('check-lg') : String(n + 1)), STEPS[name]];
    return element('li', {class: n < at ? 'done' : ''}, reachable && name !== step
      ? element('a', {href: `?${parameters}`, onclick: event => {
        event.preventDefault();
        go(name);
      }}, content)
      : element('span', {'aria-current': name === step && 'step'}, content));
  }));
}

/** Buttons of a step: save and go on, and the way back. */
function leave(step) {
  const before = ORDER[ORDER.indexOf(step) - 1];
  return (action = 'Save and continue') => element('div', {class: 'form-actions'},
    element('button', {type: 'submit', class: 'btn btn-primary'}, action),
    before && before !== 'template' && element('button', {type: 'button', class: 'btn btn-quiet', onclick: () => go(before)}, 'Back'));
}

async function templateStep({leave: buttons}) {
  const templates = (await call('GET', '/templates?perPage=100&sort=name')).data.filter(one => one.activeVersion);
  const wanted = address().get('template') ?? (templates.some(one => one.slug === 'rebate') ? 'rebate' : templates[0]?.slug ?? '');
  const choice = (value, sign, title, description) => element('label', {class: 'choice'},
    element('input', {type: 'radio', name: 'template', value, checked: value === wanted, class: 'form-check-input'}),
    element('span', {class: 'choice-icon'}, icon(sign)),
    element('span', {}, element('strong', {class: 'block'}, title), element('span', {class: 'muted'}, description)));
  const form = element('form', {class: 'form wizard-form-wide'},
    element('fieldset', {class: 'field'}, element('legend', {}, 'What kind of program is it?'),
      element('span', {class: 'form-hint'}, 'Configuration, rules, form and messages come with the template. Everything can be changed later.'),
      element('div', {class: 'choices'}, templates.map(one => choice(one.slug, ICONS[one.slug] ?? 'journal-text', one.name, one.description)),
        choice('', 'file-earmark', 'No template', 'Begin with nothing but the default rules.'))),
    buttons('Continue'));
  onSubmit(form, async values => go('facts', {template: values.template}));
  return form;
}

async function chosenTemplate() {
  const name = address().get('template');
  const template = name ? await call('GET', `/templates/${name}`) : null;
  return template?.activeVersion ? {template, version: await call('GET', `/templates/${name}/versions/${template.activeVersion}`)} : null;
}

const lastDay = end => (end ? new Date(new Date(end).getTime() - 1).toISOString().slice(0, 10) : '');

async function factsStep({instance, leave: buttons}) {
  const known = instance?.body.program.id ?? address().get('program');
  const [chosen, program] = await Promise.all([instance ? null : chosenTemplate(), known ? Resource.read(`/programs/${known}`) : null]);
  const type = program?.body.type ?? chosen?.version.programType;
  const begin = preset(type);
  const it = instance?.body;
  const year = new Date().getFullYear();
  const form = element('form', {class: 'form'},
    !instance && chosen && element('p', {class: 'muted'}, `With the template ${chosen.template.name}, version ${chosen.version.version}.`),
    program && !instance
      ? element('p', {}, 'A new instance of ', element('strong', {}, program.body.name), '.')
      : null,
    field(program && !instance ? 'Title of the instance' : 'Name of the program', input('title', {required: true, maxlength: 200, value: it?.title ?? (program ? `${program.body.name} ${year}` : ''), 'data-missing': 'Enter a name that people recognize.', 'data-taken': 'A program of this name exists already. Choose another name.', placeholder: ''}), {hint: 'Applicants read it first, such as NYC Battery Program 2027.'}),
    field('Description', textarea('description', it?.description ?? program?.body.description ?? begin.description, {required: true, maxlength: 5000, rows: 2}), {hint: 'One or two sentences.'}),
    !program || instance ? stateChoice(program?.body.states ?? []) : null,
    field('Who may take part', textarea('eligibilityCriteria', it?.eligibilityCriteria ?? begin.eligibilityCriteria, {required: true, maxlength: 20000, rows: 2}), {hint: 'In words, for applicants. The rules decide by facts in the next step.'}),
    field('Terms', textarea('programTerms', it?.programTerms ?? begin.programTerms, {required: true, maxlength: 100000, rows: 3}), {hint: 'Applicants accept them.'}),
    element('div', {class: 'fields-row'},
      field('First day', input('startDate', {type: 'date', value: it?.startDate?.slice(0, 10) ?? ''}), {optional: true}),
      field('Last day', input('endDate', {type: 'date', value: lastDay(it?.endDate)}), {optional: true})),
    buttons());
  const once = {program: newKey(), instance: newKey()};
  onSubmit(form, async values => {
    const states = new FormData(form).getAll('states');
    const facts = {title: values.title.trim(), description: values.description.trim(), eligibilityCriteria: values.eligibilityCriteria.trim(), programTerms: values.programTerms.trim()};
    if (instance) {
      const dates = {};
      if (values.startDate !== (it.startDate?.slice(0, 10) ?? '')) {
        dates.startDate = text(values.startDate);
      }
      if (values.endDate !== lastDay(it.endDate)) {
        dates.endDate = text(values.endDate);
      }
      await instance.patch({...changes(it, facts), ...dates});
      const own = changes(program.body, {states});
      if (Object.keys(own).length > 0) {
        await program.patch(own);
      }
      go(following('facts'));
      return;
    }
    let programId = program?.body.id;
    if (!programId) {
      const made = await call('POST', '/programs', {name: facts.title, description: facts.description, states, active: false, ...(type ? {type} : {})}, {once: once.program});
      programId = made.id;
      // a second attempt, after a refusal of the instance, takes the same program
      go('facts', {program: programId}, true);
    }
    const made = await call('POST', '/programInstances', {...facts, programSlug: programId, active: false,
      ...(chosen ? {templateVersion: `${chosen.template.slug}@${chosen.version.version}`} : {}),
      ...(text(values.startDate) ? {startDate: values.startDate} : {}), ...(text(values.endDate) ? {endDate: values.endDate} : {})}, {once: once.instance});
    go(following('facts'), {instance: made.id, program: '', template: ''});
  });
  return form;
}

async function rulesStep({instance, leave: buttons}) {
  const sets = (await call('GET', '/ruleSets?perPage=500&sort=name')).data;
  const it = instance.body;
  const set = select('ruleSet.slug', sets.map(one => [one.slug, one.name]), it.ruleSet.slug);
  const criteria = schemaFields({properties: {eligibility: {type: 'object', ...SECTIONS.eligibility, description: undefined}}}, {root: {}, value: it.config, prefix: ['config']});
  const place = element('div');
  const choose = () => fill(place, set.value === DEFAULT_RULES
    ? [element('p', {class: 'muted'}, 'The default rules apply the states of the program, and each criterion that you state here. Leave empty what does not matter.'), criteria.element]
    : element('p', {class: 'muted'}, 'This rule set decides by its own table. An analyst changes it in the workbench.'));
  set.addEventListener('change', choose);
  choose();
  const form = element('form', {class: 'form'}, field('Rules', set, {hint: 'Which table decides who is eligible.'}), place, buttons());
  onSubmit(form, async () => {
    const config = {};
    if (set.value === DEFAULT_RULES) {
      criteria.read().filter(one => JSON.stringify(one.value) !== JSON.stringify(one.before)).forEach(one => setAt(config, one.path, one.value));
    }
    const patch = {...(set.value === it.ruleSet.slug ? {} : {ruleSet: {slug: set.value, version: 'latest', inFlight: it.ruleSet.inFlight}}), ...(Object.keys(config).length > 0 ? {config} : {})};
    if (Object.keys(patch).length > 0) {
      await instance.patch(patch);
    }
    go(following('rules'));
  });
  return form;
}

const LANGUAGES = [['en', 'English'], ['es', 'Spanish']];

/** A text, or the first of texts by language. */
export const plainText = value => (value && typeof value === 'object' ? value.en ?? Object.values(value)[0] : value) ?? '';

/** The pages of a form; the old flat form is one page. */
export const pagesOf = form => form?.pages ?? (form?.fields?.length > 0 ? [{title: form.title, fields: form.fields}] : []);

async function formStep({instance, leave: buttons}) {
  const it = instance.body;
  const pages = pagesOf(it.formConfig);
  const questions = pages.reduce((sum, one) => sum + one.fields.length, 0);
  const chosen = it.application?.languages ?? ['en'];
  const path = input('application.path', {required: true, minlength: 3, maxlength: 63, pattern: '[a-z0-9][a-z0-9\\-]{1,61}[a-z0-9]', value: it.application?.path ?? slug(it.title), 'data-invalid': 'Use 3 to 63 lower-case letters, digits and dashes.'});
  const form = element('form', {class: 'form'},
    questions === 0
      ? element('div', {class: 'alert alert-warning', role: 'status'}, icon('exclamation-triangle'), element('div', {}, 'There is no form yet. Add its questions in the form builder.'))
      : element('div', {class: 'form-outline'}, element('p', {}, element('strong', {}, `${many(questions, 'question')} on ${many(pages.length, 'page')}`), ' come with the template.'),
        pages.map(one => element('details', {}, element('summary', {}, plainText(one.title) || 'Questions', ` (${one.fields.length})`),
          element('ul', {}, one.fields.map(question => element('li', {}, plainText(question.label), !question.required && element('span', {class: 'muted'}, ' (optional)'))))))),
    element('p', {}, element('a', {class: 'btn', href: `/console/instances/${it.id}/form`, target: '_blank', rel: 'noopener'}, icon('pencil'), 'Change the form', element('span', {class: 'unseen'}, ' (opens in a new tab)'))),
    field('Address of the form', path, {hint: `The form will be at ${location.origin}/apply/… Choose something short.`}),
    group('Languages', null, LANGUAGES.map(([value, name]) => check('application.languages', name, chosen.includes(value), {value}))),
    buttons());
  onSubmit(form, async values => {
    const languages = new FormData(form).getAll('application.languages');
    await instance.patch({application: {path: values['application.path'], languages: languages.length > 0 ? languages : ['en']}});
    go(following('form'));
  });
  return form;
}

async function capacityStep({instance, leave: buttons}) {
  const base = `/programInstances/${instance.body.id}`;
  const [pool, waitlist] = await Promise.all([Resource.read(`${base}/capacity`), Resource.read(`${base}/waitlist?perPage=1`)]);
  waitlist.path = `${base}/waitlist`;
  const limited = Boolean(pool.body.id);
  const seats = element('div', {class: 'stack'});
  const figure = {seats: 'committedSeats', iaas: 'learnersCommitted', credits: 'creditAllocation'}[pool.body.pricingModel ?? 'seats'];
  const choose = kind => fill(seats, kind === 'limit' && [
    field(pool.body.pricingModel === 'credits' ? 'Credits' : 'Places', input(figure, {type: 'number', min: 0, required: true, value: pool.body[figure] ?? 100, 'data-missing': 'Enter how many people can take part.'})),
    check('waitlist', 'Keep a waitlist when all places are taken', limited ? waitlist.body.enabled : true, {hint: 'People move up in the order in which they applied.'})]);
  const kinds = group('How many people can take part?', null, radios('kind', [
    ...(limited ? [] : [{value: 'none', text: 'Everyone who is eligible'}]),
    {value: 'limit', text: 'A limited number'},
  ], limited ? 'limit' : 'none'));
  kinds.addEventListener('change', event => choose(event.target.value));
  choose(limited ? 'limit' : 'none');
  const form = element('form', {class: 'form'}, kinds, seats, buttons());
  onSubmit(form, async values => {
    if (values.kind === 'limit') {
      const amount = number(values[figure]);
      if (!limited || amount !== Number(pool.body[figure])) {
        await pool.patch({...(limited ? {} : {pricingModel: 'seats'}), [figure]: amount});
      }
      const enabled = values.waitlist === 'on';
      if (enabled !== waitlist.body.enabled) {
        const fresh = await Resource.read(`${base}/waitlist`);
        await fresh.patch({enabled});
      }
    }
    go(following('capacity'));
  });
  return form;
}

const REVIEWING = ['reviewer', 'coordinator', 'administrator'];

async function peopleStep({instance, leave: buttons}) {
  const it = instance.body;
  const readable = scopes.has('users:read');
  const reviewers = readable ? (await call('GET', '/users?perPage=500')).data.filter(user => user.roles.some(role => REVIEWING.includes(role))) : [];
  const invited = element('div', {class: 'stack', 'aria-live': 'polite'});
  const form = element('form', {class: 'form'},
    readable && element('div', {class: 'field'}, element('span', {class: 'form-label'}, 'These people can decide about applications'),
      element('ul', {class: 'people'}, reviewers.map(user => element('li', {}, element('span', {class: 'avatar', 'aria-hidden': 'true'}, user.displayName.charAt(0)),
        element('span', {}, element('span', {class: 'block'}, user.displayName), element('span', {class: 'muted small block'}, user.roles.map(words).join(', '), user.status === 'invited' && ' · invited')))))),
    invited,
    scopes.has('users:write') && element('p', {}, element('button', {type: 'button', class: 'btn', onclick: () => invite(invited, it)}, icon('person-plus'), 'Invite a reviewer')),
    group('How many people approve an application?', null, radios('approvals', [
      {value: '1', text: 'One person'},
      {value: '2', text: 'Two people', hint: 'The second approval must come from another person.'},
    ], String(it.config.review?.approvals ?? 1))),
    field('E-mail for new applications', textarea('administratorEmails', (it.notifications?.administratorEmails ?? []).join('\n'), {rows: 2}), {hint: 'One address a line. The coordinators of the workspace where empty.', optional: true}),
    buttons());
  onSubmit(form, async values => {
    const addresses = values.administratorEmails.split(/[\s,;]+/).filter(Boolean);
    const patch = {};
    if (Number(values.approvals) !== (it.config.review?.approvals ?? 1)) {
      patch.config = {review: {approvals: Number(values.approvals)}};
    }
    if (addresses.join() !== (it.notifications?.administratorEmails ?? []).join()) {
      patch.notifications = {administratorEmails: addresses.length > 0 ? addresses : null};
    }
    if (Object.keys(patch).length > 0) {
      await instance.patch(patch);
    }
    go(following('people'));
  });
  return form;
}

async function invite(where, it) {
  const {closeDialog, formDialog} = await import('../programs/fields.js');
  const form = element('form', {class: 'form'},
    field('Name', input('displayName', {required: true, maxlength: 200})),
    field('E-mail', input('email', {type: 'email', required: true, maxlength: 320})),
    check('limited', 'Only for this program', false, {hint: 'The person sees no other program.'}));
  onSubmit(form, async values => {
    const made = await call('POST', '/users', {displayName: values.displayName.trim(), email: values.email.trim(), roles: ['reviewer'], ...(values.limited === 'on' ? {programInstanceIds: [it.id]} : {})}, {once: newKey()});
    closeDialog(form);
    where.append(element('div', {class: 'alert alert-success', role: 'status'}, icon('check-circle'), element('div', {}, `${values.displayName.trim()} is invited.`,
      made.link && [' Hand over this link if no mail arrives: ', element('code', {}, made.link)])));
    toast('Invitation sent');
  });
  await formDialog('Invite a reviewer', form, 'Invite');
}

addEventListener('popstate', show);
show();
