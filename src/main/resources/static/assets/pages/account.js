// The account page: language and time zone, other sessions, and a new password, which ends all sessions, this one too.

import {call, exchange, newKey} from '../system/api.js';
import {confirm} from '../system/dialog.js';
import {element} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {description, device, inOrder} from '../system/sessions.js';
import {badge} from '../system/statuses.js';
import {failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';

const LANGUAGES = ['en-US', 'en-GB', 'en-CA', 'es', 'es-US', 'es-MX', 'de', 'fr', 'fr-CA', 'it', 'nl', 'pl', 'pt-BR', 'pt-PT', 'vi', 'zh-Hans', 'zh-Hant', 'ko', 'ja', 'ar', 'he'];
const form = document.querySelector('[data-preferences]');
const language = form.elements.language;
const example = document.querySelector('[data-example]');

function named(tag) {
  const name = new Intl.DisplayNames([tag], {type: 'language'}).of(tag);
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** How a date and a number read with the choice. */
function showExample() {
  const locale = language.value || navigator.language;
  try {
    const now = new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeStyle: 'short', timeZone: form.elements.timeZone.value.trim() || undefined});
    example.textContent = `${now.format(new Date())} · ${new Intl.NumberFormat(locale).format(1234.5)}`;
  } catch {
    // not a time zone yet: the person is typing
    example.textContent = '';
  }
}

const chosen = language.dataset.chosen ?? '';
language.append(...[...new Set([...LANGUAGES, chosen].filter(Boolean))].map(tag => element('option', {value: tag, lang: tag}, named(tag))));
language.value = chosen;
document.querySelector('#time-zones').append(...Intl.supportedValuesOf('timeZone').map(zone => element('option', {value: zone})));
form.addEventListener('input', showExample);
showExample();

// what the page showed is what is changed: the tag tells whether another window changed it since
const read = exchange('GET', '/session/preferences');
onSubmit(form, async values => {
  const {tag} = await read;
  await call('PATCH', '/session/preferences', {language: values.language || null, timeZone: values.timeZone.trim() || null}, {ifMatch: tag});
  location.reload();
});

const table = document.querySelector('[data-sessions]');
const workspaceName = id => document.querySelector(`[data-workspace="${id}"]`)?.textContent ?? '';

async function showSessions() {
  loading(table, 2);
  try {
    const {data} = await call('GET', '/sessions?perPage=500');
    rows(table, inOrder(data).map(session => element('tr', {'data-session': session.id},
      description(session, workspaceName(session.workspaceId) || 'Another workspace', session.current && [' ', badge('This browser', 'check-circle', 'success')]),
      element('td', {class: 'table-end'}, !session.current && element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `Sign out: ${device(session.userAgent)}, ${session.address}`, onclick: () => end(session)}, 'Sign out')))));
  } catch (failure) {
    failed(table, 'Your sessions could not be loaded', failure, showSessions);
  }
}

async function end(session) {
  try {
    await call('DELETE', `/sessions/${session.id}`);
    toast('The session has ended.');
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  await showSessions();
}

showSessions();

document.querySelector('[data-sign-out-others]').addEventListener('click', async event => {
  const button = event.currentTarget;
  if (!(await confirm('Sign out everywhere else?', 'Other browsers and devices have to sign in again.', 'Sign out everywhere else', {danger: false}))) {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  try {
    await call('POST', '/session/signOutOthers', {}, {once: newKey()});
    toast('Your other sessions have ended.');
    await showSessions();
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  button.removeAttribute('aria-busy');
});

onSubmit(document.querySelector('[data-password]'), async ({currentPassword, newPassword}) => {
  await call('POST', '/session/password', {currentPassword, newPassword});
  location.assign('/login');
});
