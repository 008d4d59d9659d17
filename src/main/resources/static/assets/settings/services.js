// What the installation has set up for mail and documents, and what the settings are called.

import {call, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {badge} from '../system/statuses.js';
import {toast} from '../system/toast.js';
import {problemWords} from './words.js';

const testButton = document.querySelector('[data-test-mail]');
const setting = (...names) => names.flatMap((name, at) => [at > 0 && ', ', element('code', {}, name)]);
const fact = (name, value, names) => [element('dt', {}, name), element('dd', {}, value, names && element('div', {class: 'muted small'}, 'Set by ', setting(...names)))];

async function showMail() {
  const place = document.querySelector('[data-mail]');
  try {
    const mail = await call('GET', '/notifications/state');
    fill(place,
      fact('State', mail.status === 'ready' ? badge('Ready', 'check-circle', 'success')
        : mail.status === 'delayed' ? [badge('Delayed', 'exclamation-triangle', 'danger'), ` ${problemWords(mail.problem)}`] : [badge('Not set up', 'slash-circle', 'warning'), ' Nothing is sent.'],
      ['SPRING_MAIL_HOST', 'SPRING_MAIL_PORT', 'SPRING_MAIL_USERNAME', 'SPRING_MAIL_PASSWORD']),
      fact('Sender', mail.from ?? 'none', ['ENLIST_MAIL_FROM']),
      fact('At most', `${count(mail.perMinute)} mails a minute`, ['ENLIST_MAIL_PERMINUTE']),
      fact('Waiting', count(mail.waiting)));
    testButton.hidden = mail.status === 'unconfigured';
  } catch (failure) {
    failed(place, failure);
  }
}

async function showDocuments() {
  const place = document.querySelector('[data-documents]');
  try {
    const documents = await call('GET', '/documents/state');
    fill(place,
      fact('Content is kept in', documents.storage === 's3' ? [`the object storage, bucket ${documents.bucket} `, reach(documents.storageReachable)] : 'the database', ['ENLIST_DOCUMENTS_STORAGE', 'ENLIST_DOCUMENTS_S3_BUCKET']),
      fact('Virus scanner', documents.scanner ? [`${documents.scanner} `, reach(documents.scannerReachable)] : [badge('Not set up', 'slash-circle', 'warning'), ' Documents are opened without a scan.'], ['ENLIST_DOCUMENTS_CLAMD']),
      fact('Waiting for a scan', count(documents.waitingForScan)),
      fact('Largest document', `${count(Math.round(documents.maxBytes / 1024 / 1024))} MB`, ['ENLIST_DOCUMENTS_MAXSIZE']));
  } catch (failure) {
    failed(place, failure);
  }
}

const reach = reachable => reachable ? badge('Reachable', 'check-circle', 'success') : badge('Not reachable', 'x-circle', 'danger');

function failed(place, failure) {
  fill(place, element('dt', {}, 'State'), element('dd', {role: 'alert'}, icon('exclamation-triangle'), ` ${failure.message}`));
}

testButton.addEventListener('click', async () => {
  testButton.setAttribute('aria-busy', 'true');
  try {
    const sent = await call('POST', '/notifications/testMail', {}, {once: newKey()});
    toast(sent.status === 'sent' ? `The mail server took the test mail to ${sent.to}.` : `The test mail was not sent. ${problemWords(sent.problem)}`, {kind: sent.status === 'sent' ? 'success' : 'danger'});
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  testButton.removeAttribute('aria-busy');
});

showMail();
showDocuments();
