// Which status changes send a message, to applicants and to administrators, and the text of each message.

import {call, exchange, newKey} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';
import {open} from '../system/dialog.js';
import {onSubmit} from '../system/forms.js';
import {STATUSES} from '../system/statuses.js';
import {failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {closeDialog, field, input, select, text, textarea} from '../programs/fields.js';
import {Resource} from '../programs/saving.js';
import {failure, skeleton, words} from '../programs/words.js';

const head = document.querySelector('.instance-head');
const id = head.dataset.instance;
const scopes = new Set(head.dataset.scopes.split(' '));
const place = name => document.querySelector(`[data-${name}]`);
const me = document.querySelector('[data-me]').dataset.me;
const base = `/programInstances/${id}`;
const AUDIENCES = {applicant: 'applicant', administrators: 'administrators'};
const QUESTIONS = {
  'applicant-information-requested': 'Question to the applicant', 'applicant-information-reminder': 'Reminder of the question',
  'applicant-application-received': 'Application received', 'applicant-application-link': 'Link to the application',
  'applicant-application-repeated': 'Takes part already', 'applicant-waitlist-offer': 'Place from the waitlist', 'applicant-renewal-due': 'Invitation to renew',
  'applicant-activity-invitation': 'Invitation to an activity', 'applicant-activity-reminder': 'Reminder of an activity',
  'applicant-activity-changed': 'An activity has a new time or place', 'applicant-activity-cancelled': 'An activity is cancelled',
  'reviewer-information-provided': 'Answer of the applicant, to the reviewer',
};
const PLACEHOLDERS = ['firstName', 'lastName', 'name', 'programName', 'instanceTitle', 'organizationName', 'status', 'reason', 'date', 'applicationNumber', 'referenceId', 'contact', 'answers'];
const QUESTION_PLACEHOLDERS = ['question', 'askedFor', 'dueDate'];
const ACTIVITY_PLACEHOLDERS = ['activityTitle', 'activityStart', 'activityEnd', 'activityLocation'];

let instance;
let templates = new Map();
const writes = () => scopes.has('programs:write') && !instance.body.archivedAt;

async function load() {
  loading(place('messages'), 7);
  fill(place('sender'), skeleton());
  try {
    const [read, texts, state] = await Promise.all([Resource.read(base), call('GET', `${base}/notificationTemplates`), mailState()]);
    instance = read;
    templates = new Map(texts.data.map(one => [one.type, one]));
    showState(state);
    showMessages();
    showSender();
  } catch (refusal) {
    failed(place('messages'), 'The messages could not be loaded', refusal, load);
    fill(place('sender'), failure('The recipients could not be loaded', refusal));
  }
}

async function mailState() {
  try {
    return await call('GET', '/notifications/state');
  } catch {
    return null; // the person may not read it: the page works without
  }
}

function showState(state) {
  fill(place('mail-state'), state?.status === 'unconfigured' && element('div', {class: 'alert alert-warning', role: 'status'}, icon('exclamation-triangle'),
    element('div', {}, 'No mail server is set up, so no message is sent. Messages are kept and can be sent later. An administrator sets it up.')));
}

function showMessages() {
  rows(place('messages'), [
    ...Object.entries(STATUSES).map(([status, [label]]) => element('tr', {},
      element('td', {}, label),
      Object.keys(AUDIENCES).map(audience => element('td', {}, cell(audience, status, label))))),
    ...Object.entries(QUESTIONS).filter(([type]) => templates.has(type)).map(([type, label]) => element('tr', {},
      element('td', {}, label),
      type.startsWith('applicant')
        ? [element('td', {}, always(type)), element('td', {class: 'muted'}, '–')]
        : [element('td', {class: 'muted'}, '–'), element('td', {}, always(type))]))]);
}

function cell(audience, status, label) {
  const type = `${audience}-${status}`;
  const sent = (instance.body.notifications?.[audience] ?? []).includes(status);
  return element('span', {class: 'row-of'},
    element('label', {class: 'form-check'},
      element('input', {type: 'checkbox', class: 'form-check-input', checked: sent, disabled: !writes(), 'aria-label': `${label}: message to the ${AUDIENCES[audience]}`,
        onchange: event => toggle(audience, status, event.target)}),
      element('span', {class: 'form-check-label', 'aria-hidden': 'true'}, sent ? 'Sent' : 'Not sent')),
    edit(type));
}

const always = type => element('span', {class: 'row-of'}, element('span', {class: 'muted'}, 'Always sent'), edit(type));

function edit(type) {
  const template = templates.get(type);
  return element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Text of the message ${words(type)}`, onclick: () => editText(type)},
    writes() ? 'Text' : 'See the text', template?.custom && element('span', {class: 'count'}, 'own'));
}

async function toggle(audience, status, box) {
  const chosen = new Set(instance.body.notifications?.[audience] ?? []);
  box.checked ? chosen.add(status) : chosen.delete(status);
  try {
    await instance.patch({notifications: {[audience]: Object.keys(STATUSES).filter(one => chosen.has(one))}});
    toast(box.checked ? 'Messages are sent from now on.' : 'No message is sent any more.');
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
  showMessages();
  document.querySelector(`[aria-label="${box.getAttribute('aria-label')}"]`)?.focus();
}

async function editText(type) {
  const template = await Resource.read(`${base}/notificationTemplates/${type}`);
  const recent = scopes.has('enrollments:read') ? (await call('GET', `${base}/enrollments?perPage=20&sort=-createdAt`)).data : [];
  const subject = input('subject', {value: template.body.subject, maxlength: 200, required: true, readonly: !writes()});
  const body = textarea('body', template.body.body, {maxlength: 10000, required: true, rows: 9, readonly: !writes()});
  const about = select('about', [['', 'Example values'], ...recent.map(one => [one.id, `${[one.firstName, one.lastName].filter(Boolean).join(' ') || one.email} · ${one.applicationNumber}`])]);
  const preview = element('div', {class: 'mail-preview', 'aria-live': 'polite'});
  let last = 0;
  const show = async () => {
    const mine = ++last;
    try {
      const made = await call('POST', `${base}/notificationTemplates/${type}/preview`, {subject: subject.value || undefined, body: body.value || undefined, enrollmentId: about.value || undefined});
      if (mine === last) {
        fill(preview, element('p', {class: 'muted small'}, `From ${made.from ?? 'the sender that is set up'}`), element('p', {}, element('strong', {}, made.subject)), element('pre', {class: 'mail-text'}, made.text));
      }
    } catch (refusal) {
      if (mine === last) {
        fill(preview, element('p', {class: 'form-error'}, element('span', {}, refusal.message)));
      }
    }
  };
  let typed;
  [subject, body].forEach(control => control.addEventListener('input', () => {
    clearTimeout(typed);
    typed = setTimeout(show, 400);
  }));
  about.addEventListener('change', show);
  const values = type.includes('-activity-') ? [...ACTIVITY_PLACEHOLDERS, ...PLACEHOLDERS] : type.includes('information') ? [...QUESTION_PLACEHOLDERS, ...PLACEHOLDERS] : PLACEHOLDERS;
  const insert = value => {
    body.setRangeText(`{{${value}}}`, body.selectionStart, body.selectionEnd, 'end');
    body.focus();
    body.dispatchEvent(new Event('input'));
  };
  const form = element('form', {class: 'form mail-form'},
    field('Subject', subject), field('Text', body),
    writes() && element('div', {class: 'field'}, element('span', {class: 'form-label'}, 'Insert a value'),
      element('div', {class: 'row-of'}, values.map(value => element('button', {type: 'button', class: 'chip', onclick: () => insert(value)}, words(value))))));
  onSubmit(form, async sent => {
    await template.send('PUT', template.path, {subject: sent.subject, body: sent.body});
    closeDialog(form);
    toast('Text saved');
    await load();
  });
  show();
  await open(`Message: ${QUESTIONS[type] ?? titleOf(type)}`, element('div', {class: 'mail-editor'}, form,
    element('div', {class: 'stack'}, field('Preview with', about), preview)), [
    ...(writes() ? [{value: 'done', text: 'Save', kind: 'primary'}, {value: 'test', text: 'Send a test to me'}] : []),
    ...(writes() && template.body.custom ? [{value: 'reset', text: 'Use the default text'}] : []),
    {value: null, text: writes() ? 'Cancel' : 'Close'},
  ], {wide: true, close: value => ({done: save, test, reset})[value]?.()});

  function save() {
    form.requestSubmit();
    return false;
  }

  async function test() {
    try {
      await call('POST', `${base}/notificationTemplates/${type}/test`, {to: me}, {once: newKey()});
      toast(`A test with the saved text is on its way to ${me}.`);
      fill(preview, element('p', {class: 'muted'}, `A test with the saved text is on its way to ${me}.`));
    } catch (refusal) {
      fill(preview, element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {}, refusal.message)));
    }
    return false;
  }

  async function reset() {
    try {
      await exchange('DELETE', template.path, undefined, {ifMatch: template.tag});
      toast('The default text is sent again.');
      await load();
      return true;
    } catch (refusal) {
      fill(preview, element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {}, refusal.message)));
      return false;
    }
  }
}

function titleOf(type) {
  const audience = type.slice(0, type.indexOf('-'));
  const status = type.slice(type.indexOf('-') + 1);
  return `${STATUSES[status]?.[0] ?? words(status)}, to the ${AUDIENCES[audience] ?? audience}`;
}

function showSender() {
  const settings = instance.body.notifications ?? {};
  const form = element('form', {class: 'form'},
    field('Administrators', textarea('administratorEmails', (settings.administratorEmails ?? []).join('\n'), {rows: 3, readonly: !writes()}),
      {hint: 'One e-mail address a line. The coordinators of the workspace where empty.', optional: true}),
    field('Answers go to', input('replyTo', {type: 'email', value: settings.replyTo ?? '', readonly: !writes()}), {optional: true}),
    field('Contact at the end of each message', input('contact', {value: settings.contact ?? '', readonly: !writes()}), {hint: 'The address of a page, or an e-mail address.', optional: true}),
    writes() && element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-primary'}, 'Save')));
  onSubmit(form, async values => {
    const addresses = values.administratorEmails.split(/[\s,;]+/).filter(Boolean);
    await instance.patch({notifications: {administratorEmails: addresses.length > 0 ? addresses : null, replyTo: text(values.replyTo), contact: text(values.contact)}});
    toast('Recipients saved');
  });
  fill(place('sender'), form);
}

load();
