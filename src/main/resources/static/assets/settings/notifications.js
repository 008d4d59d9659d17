// The log of mails: state of the mail server, filters, cause of what was not sent, sending again.

import {call, newKey} from '../system/api.js';
import {count, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {filterForm, list} from '../system/filters.js';
import {badge} from '../system/statuses.js';
import {toast} from '../system/toast.js';
import {programInstances, titleOf} from './instances.js';
import {mailWords, problemWords} from './words.js';

const table = document.querySelector('[data-notifications]');
const mayResend = table.dataset.resend === 'true';
const mayReadPeople = table.dataset.people === 'true';
const STATUSES = {
  sent: ['Sent', 'check-circle', 'success'], pending: ['Waiting', 'clock', 'warning'], failed: ['Failed', 'x-circle', 'danger'],
  skipped: ['Not needed', 'dash-circle', 'neutral'], unconfigured: ['Not sent', 'exclamation-triangle', 'warning'],
};
let instances = [];

const show = list(table, {
  path: '/notifications', sort: '-createdAt', what: 'The mails',
  none: ['No mails yet', 'Mails go out when an enrollment changes its status, as the program’s notifications say.'],
  row: mail => element('tr', {'data-notification': mail.id},
    element('td', {}, mail.enrollmentId
      ? element('a', {href: `/console/enrollments/${mail.enrollmentId}`}, mailWords(mail.type)) : mailWords(mail.type),
    mail.test && element('div', {class: 'muted small'}, 'Test'), mail.resendOf && element('div', {class: 'muted small'}, 'Sent again')),
    element('td', {}, person(mail)),
    element('td', {class: 'wide'}, titleOf(instances, mail.programInstanceId)),
    element('td', {}, badge(...STATUSES[mail.status])),
    element('td', {class: 'wide'}, mail.problem ? problemWords(mail.problem)
      : mail.status === 'unconfigured' ? 'No mail server was set up.' : element('span', {class: 'muted'}, '–'),
    mail.attemptCount > 1 && element('div', {class: 'muted small'}, `${count(mail.attemptCount)} attempts`)),
    element('td', {}, time(mail.createdAt), mail.nextAttemptAt && element('div', {class: 'muted small'}, 'next attempt ', time(mail.nextAttemptAt))),
    element('td', {}, mayResend && mail.status !== 'pending' && !mail.test
      && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Send again: ${[mailWords(mail.type), mail.person?.name].filter(Boolean).join(', ')}`, onclick: event => resend(mail, event.currentTarget)}, 'Send again'))),
});

/** The person whose enrollment it is about; a test has none. */
function person({person: about}) {
  return about?.id && mayReadPeople ? element('a', {href: `/console/people/${about.id}`}, about.name) : about?.name ?? '';
}

async function resend(mail, button) {
  button.setAttribute('aria-busy', 'true');
  try {
    await call('POST', `/notifications/${mail.id}/resend`, {}, {once: newKey()});
    toast('The mail is sent again.');
    await Promise.all([show(), showState()]);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  button.removeAttribute('aria-busy');
}

async function showState() {
  const place = document.querySelector('[data-mail-state]');
  try {
    const state = await call('GET', '/notifications/state');
    const alert = (kind, sign, text) => fill(place, element('div', {class: `alert alert-${kind}`, role: 'status'}, icon(sign), element('div', {}, text)));
    if (state.status === 'unconfigured') {
      alert('warning', 'exclamation-triangle', 'No mail server is set up, so nothing is sent. The operator of this installation sets SPRING_MAIL_HOST and ENLIST_MAIL_FROM.');
    } else if (state.status === 'delayed') {
      alert('danger', 'exclamation-triangle', `${count(state.waiting)} ${state.waiting === 1 ? 'mail waits' : 'mails wait'}. ${problemWords(state.problem)} Sending is tried again by itself.`);
    } else if (state.waiting > 0) {
      alert('info', 'info-circle', `${count(state.waiting)} ${state.waiting === 1 ? 'mail waits' : 'mails wait'} for sending.`);
    } else {
      fill(place);
    }
  } catch (failure) {
    fill(place, element('div', {class: 'alert alert-danger', role: 'alert'}, failure.message));
  }
}

async function start() {
  try {
    instances = await programInstances();
    document.querySelector('#filter-instance').append(...instances.map(([id, title]) => element('option', {value: id}, title)));
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  show(filterForm(document.querySelector('[data-filters]'), show));
}

showState();
start();
