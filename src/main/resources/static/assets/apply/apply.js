// Staff applies for an applicant: all questions of the form on one page.

import {call, latest, newKey} from '../system/api.js';
import {CONSENTS} from '../system/assistance.js';
import {element, fill, icon} from '../system/dom.js';
import {clear, onSubmit, show} from '../system/forms.js';
import {statusBadge} from '../system/statuses.js';
import {toast} from '../system/toast.js';
import {check, field, group, input, radios, select, textarea} from '../programs/fields.js';
import {normalized, say} from '../form/model.js';

const page = document.querySelector('[data-apply]');
const path = `/programInstances/${page.dataset.apply}`;
const WAIT = 400;
const ADDRESS = [['streetOne', 'Street and number'], ['streetTwo', 'Second line', true], ['city', 'City'], ['state', 'State'], ['postalCode', 'Postal code'], ['country', 'Country', true]];
const DEVICE = [['manufacturer', 'Maker'], ['serialNumber', 'Serial number']];
const languageNames = new Intl.DisplayNames(['en'], {type: 'language'});

let form;
let fields;
let changed = false;

async function start() {
  const [instance, versions] = await Promise.all([call('GET', path), call('GET', `${path}/formVersions`)]);
  const newest = versions.data[0];
  const config = newest ? (await call('GET', `${path}/formVersions/${newest.version}`)).formConfig : instance.formConfig;
  const definition = normalized(config);
  const tags = instance.application?.languages ?? ['en'];
  fields = definition.pages.flatMap(one => one.fields);
  if (fields.length === 0) {
    fill(page, element('div', {class: 'empty'}, icon('file-earmark-text'), element('h2', {}, 'The form has no questions yet'),
      element('p', {}, 'Build the form first; then you can apply for a person with it.'), element('a', {class: 'btn btn-primary', href: `/console/instances/${page.dataset.apply}/form`}, 'Build the form')));
    return;
  }
  form = element('form', {class: 'form apply-form'},
    element('section', {class: 'card'}, element('div', {class: 'card-header'}, element('h2', {}, 'Consent')),
      element('div', {class: 'card-body'},
        group('How the person agreed that you apply for them', 'It is kept with the application, with your name.', radios('consent', Object.entries(CONSENTS).map(([value, text]) => ({value, text})), null)),
        field('Note about the consent', textarea('note', '', {rows: 2, maxlength: 1000}), {optional: true}),
        tags.length > 1 && field('Language of messages to the person', select('language', tags.map(tag => [tag, languageNames.of(tag)]), tags[0])))),
    definition.pages.map((one, n) => element('section', {class: 'card'},
      element('div', {class: 'card-header'}, element('h2', {}, say(one.title, tags) || (definition.pages.length > 1 ? `Page ${n + 1}` : 'Answers'))),
      element('div', {class: 'card-body'}, one.intro && element('p', {class: 'preserve'}, say(one.intro, tags)), one.fields.map(it => question(it, tags))))),
    element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-primary'}, 'Send the application')));
  form.addEventListener('input', () => {
    changed = true;
    refresh();
  });
  onSubmit(form, send);
  form.noValidate = true;
  fill(page, form);
  page.removeAttribute('aria-busy');
  await visibility();
}

/** One question with the control of its type. */
function question(it, tags) {
  const label = say(it.label, tags) || it.name;
  const options = {hint: it.help ? say(it.help, tags) : undefined, optional: !it.required};
  const pairs = (it.options ?? []).map(option => [option.value, say(option.label, tags)]);
  let made;
  switch (it.type) {
    case 'longText': made = field(label, textarea(it.name, '', {rows: 4}), options); break;
    case 'number': case 'money': made = field(label, input(it.name, {inputmode: 'decimal'}), options); break;
    case 'integer': made = field(label, input(it.name, {inputmode: 'numeric'}), options); break;
    case 'date': made = field(label, input(it.name, {type: 'date'}), options); break;
    case 'boolean': made = legend(label, options, radios(it.name, [{value: 'true', text: 'Yes'}, {value: 'false', text: 'No'}], null)); break;
    case 'choice': made = pairs.length > 6 ? field(label, select(it.name, [['', 'Choose one'], ...pairs], ''), options)
      : legend(label, options, radios(it.name, pairs.map(([value, text]) => ({value, text})), null)); break;
    case 'multiChoice': made = legend(label, options, pairs.map(([value, text]) => check(it.name, text, false, {value}))); break;
    case 'consent': made = element('div', {class: 'field'}, check(it.name, label, false, {value: 'true', hint: options.hint})); break;
    case 'address': made = legend(label, options, ADDRESS.map(([part, words, optional]) => field(words, input(`${it.name}.${part}`), {optional}))); break;
    case 'device': made = legend(label, options, DEVICE.map(([part, words]) => field(words, part === 'manufacturer' && pairs.length > 0
      ? select(`${it.name}.${part}`, [['', 'Choose one'], ...pairs], '') : input(`${it.name}.${part}`)))); break;
    case 'file': made = field(label, input(it.name, {type: 'file', multiple: (it.maxFiles ?? 1) > 1}), options); break;
    default: made = field(label, input(it.name, {inputmode: it.type === 'email' ? 'email' : it.type === 'phone' ? 'tel' : undefined}), options);
  }
  made.dataset.question = it.name;
  return made;
}

const legend = (label, {hint, optional}, controls) => group([label, optional && element('span', {class: 'optional'}, ' (optional)')], hint, controls);

/** What was entered, by name of the question; questions that are not shown are left out. */
function answers() {
  const data = new FormData(form);
  const entered = {};
  for (const it of fields) {
    if (form.querySelector(`[data-question="${CSS.escape(it.name)}"]`).hidden || it.type === 'file') {
      continue;
    }
    if (it.type === 'address' || it.type === 'device') {
      const parts = Object.fromEntries((it.type === 'address' ? ADDRESS : DEVICE).map(([part]) => [part, String(data.get(`${it.name}.${part}`) ?? '').trim()]).filter(([, text]) => text));
      if (Object.keys(parts).length > 0) {
        entered[it.name] = parts;
      }
    } else {
      const values = data.getAll(it.name).map(value => String(value).trim()).filter(Boolean);
      if (values.length > 0) {
        entered[it.name] = it.type === 'multiChoice' ? values : values[0];
      }
    }
  }
  return entered;
}

const askServer = latest(async (signal, wait) => {
  await new Promise(done => setTimeout(done, wait));
  return signal.aborted ? null : call('POST', `${path}/formAnswers/check`, {answers: answers()}, {signal});
});

/** Shows the questions that are asked with what is entered. */
async function visibility(wait = 0) {
  const found = await askServer(wait);
  const visible = new Set(found.visible);
  for (const place of form.querySelectorAll('[data-question]')) {
    place.hidden = !visible.has(place.dataset.question);
  }
}

const refresh = () => visibility(WAIT).catch(refusal => toast(refusal.message, {kind: 'danger'}));

/** Faults as the form shows them: by the name of the control. */
function faultsOf(refusal) {
  return new Map((refusal.problem?.errors ?? []).map(({pointer, message}) => {
    const name = pointer.replace(/^\/answers\//, '').replace(/^\//, '').replaceAll('~1', '/').replaceAll('~0', '~');
    const it = fields.find(one => one.name === name);
    const control = it?.type === 'address' ? `${name}.streetOne` : it?.type === 'device' ? `${name}.manufacturer` : name;
    const text = it || /^[A-Z]/.test(message) ? message : `${name} ${message}`;
    return [control, /[.!?]$/.test(text) ? text : `${text}.`];
  }));
}

async function send(values) {
  if (!values.consent) {
    show(form, new Map([['consent', 'Say how the person agreed that you apply for them.']]));
    return;
  }
  const files = fields.filter(it => it.type === 'file').flatMap(it => [...(form.elements[it.name]?.files ?? [])].map(file => ({type: it.name.replace(/^documents\./, ''), file})));
  let made;
  try {
    made = await call('POST', `${path}/assistedApplications`, {
      answers: answers(), consent: values.consent, ...(values.note.trim() ? {note: values.note.trim()} : {}), ...(values.language ? {language: values.language} : {}), submit: files.length === 0,
    }, {once: newKey()});
  } catch (refusal) {
    clear(form);
    show(form, faultsOf(refusal), refusal.message);
    return;
  }
  changed = false;
  await finish(made, files);
}

/** Adds the files, submits, and shows the result. */
async function finish(made, files) {
  const problems = [];
  for (const {type, file} of files) {
    const body = new FormData();
    body.append('type', type);
    body.append('file', file, file.name);
    const response = await fetch(`/enrollments/${made.enrollmentId}/documents`, {method: 'POST', headers: {'X-CSRF-TOKEN': document.querySelector('meta[name="csrf"]').content, Accept: 'application/json'}, body});
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      problems.push(`${file.name} was not added: ${problem.detail ?? `the server answered ${response.status}`}`);
    }
  }
  let status = made.status;
  if (files.length > 0 && status === 'eligible') {
    try {
      status = (await call('POST', `/enrollments/${made.enrollmentId}/submit`, {}, {once: newKey()})).eligibility?.status ?? 'submitted';
    } catch (refusal) {
      problems.push(`The application is not submitted yet: ${refusal.message}`);
    }
  }
  const done = element('section', {class: 'card apply-done', tabindex: '-1', 'aria-labelledby': 'apply-done-title'},
    element('div', {class: 'card-body'},
      element('h2', {id: 'apply-done-title'}, status === 'ineligible' ? 'The person is not eligible' : status === 'candidate' ? 'A person checks the application' : 'The application is sent'),
      element('p', {class: 'apply-number'}, 'Application number ', element('strong', {class: 'code'}, made.applicationNumber), ' ', statusBadge(status)),
      made.reason && element('p', {}, made.reason),
      status !== 'ineligible' && element('p', {class: 'muted'}, 'A mail with the application number goes to the person, where mail is set up.'),
      problems.length > 0 && element('div', {class: 'alert alert-warning', role: 'alert'}, icon('exclamation-triangle'), element('ul', {}, problems.map(problem => element('li', {}, problem)))),
      element('div', {class: 'form-actions'},
        element('a', {class: 'btn btn-primary', href: `/console/enrollments/${made.enrollmentId}`}, 'Open the application'),
        element('button', {type: 'button', class: 'btn', onclick: () => location.reload()}, 'Apply for another person'))));
  fill(page, done);
  done.focus();
}

window.addEventListener('beforeunload', event => {
  if (changed) {
    event.preventDefault();
  }
});

start().catch(refusal => {
  fill(page, element('div', {class: 'empty', role: 'alert'}, icon('exclamation-triangle'), element('h2', {}, 'The form cannot be loaded'), element('p', {}, refusal.message),
    element('button', {type: 'button', class: 'btn', onclick: () => location.reload()}, 'Try again')));
});
