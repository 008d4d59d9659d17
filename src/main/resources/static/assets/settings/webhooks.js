// Webhooks: subscribe, change, rotate the secret, test; deliveries with request and answer, and sending again.

import {call, exchange, newKey} from '../system/api.js';
import {exact, time} from '../system/dates.js';
import {confirm, open} from '../system/dialog.js';
import {element} from '../system/dom.js';
import {checked, checks, field, formDialog, input, showSecret} from '../system/form-dialog.js';
import {list} from '../system/filters.js';
import {badge} from '../system/statuses.js';
import {empty, failed, loading, primaryAction, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {programInstances, titleOf} from './instances.js';
import {EVENT_TYPES, eventWords} from './words.js';

const table = document.querySelector('[data-webhooks]');
const deliveriesTable = document.querySelector('[data-deliveries]');
const card = document.querySelector('[data-deliveries-card]');
const subscribeButton = document.querySelector('[data-subscribe]');
const chips = [...document.querySelectorAll('[data-status]')];
const POLL_MILLIS = 500;
const POLLS = 24;
let webhooks = [];
let instances = [];

const parameters = () => new URLSearchParams(location.search);

async function load() {
  loading(table, 3);
  try {
    const [page, known] = await Promise.all([call('GET', '/webhooks?perPage=500&sort=-createdAt'), programInstances()]);
    webhooks = page.data;
    instances = known;
    if (webhooks.length === 0) {
      empty(table, 'No webhooks yet', 'A webhook sends events, such as an approval, to another system as soon as they happen.', primaryAction());
    } else {
      rows(table, webhooks.map(row));
    }
    showDeliveries();
  } catch (failure) {
    failed(table, 'The webhooks could not be loaded', failure, load);
  }
}

const REASONS = {gone: 'The target answered 410: it wants nothing more.', failing: 'The target accepted nothing for days.'};

function row(webhook) {
  const named = text => ({type: 'button', class: 'btn btn-sm', 'aria-label': `${text}: ${webhook.description ?? webhook.url}`});
  return element('tr', {'data-webhook': webhook.id, 'aria-selected': String(parameters().get('webhook') === webhook.id)},
    element('td', {}, element('a', {href: `?webhook=${webhook.id}`, class: 'break', onclick: event => choose(event, webhook)}, webhook.description || webhook.url),
      webhook.description && element('div', {class: 'muted small break'}, webhook.url)),
    element('td', {class: 'wide'}, webhook.types.length === 0 ? 'All events' : webhook.types.map(eventWords).join(', ')),
    element('td', {class: 'wide'}, webhook.programInstanceIds.length === 0 ? 'All programs' : webhook.programInstanceIds.map(id => titleOf(instances, id)).join(', ')),
    element('td', {}, webhook.status === 'disabled'
      ? [badge('Stopped', 'slash-circle', 'danger'), element('div', {class: 'small'}, REASONS[webhook.disabledReason] ?? '')]
      : webhook.failingSince ? [badge('Failing', 'exclamation-triangle', 'warning'), element('div', {class: 'small muted'}, 'since ', time(webhook.failingSince))]
        : badge('Enabled', 'check-circle', 'success'),
    webhook.previousSecretUntil && new Date(webhook.previousSecretUntil) > new Date() && element('div', {class: 'small muted'}, `Two signatures until ${exact(webhook.previousSecretUntil)}`)),
    element('td', {}, subscribeButton && element('span', {class: 'row-of'},
      webhook.status === 'disabled' && element('button', {...named('Enable'), onclick: () => enable(webhook)}, 'Enable'),
      element('button', {...named('Send a test'), onclick: event => test(webhook, event.currentTarget)}, 'Send a test'),
      element('button', {...named('Change'), onclick: () => change(webhook)}, 'Change'),
      element('button', {...named('New secret'), onclick: () => rotate(webhook)}, 'New secret'),
      element('button', {...named('Remove'), class: 'btn btn-sm btn-quiet', onclick: () => remove(webhook)}, 'Remove'))));
}

const details = webhook => [
  field('Address', input('webhook-url', 'url', {type: 'url', required: true, value: webhook.url, maxlength: 2000, placeholder: 'https://example.com/hooks/enlist', 'data-missing': 'Enter the address that gets the events.', 'data-invalid': 'Enter an address that begins with https://.'}),
    'A public https address. It gets a POST for each event, signed by Standard Webhooks.'),
  field('Name', input('webhook-description', 'description', {value: webhook.description, maxlength: 500, placeholder: 'Billing'}), null, {optional: true}),
  element('details', {class: 'choices', open: (webhook.types ?? []).length > 0}, element('summary', {}, 'Only some events'),
    checks('Events', 'types', Object.entries(EVENT_TYPES), webhook.types ?? [], 'Without a choice it gets all events.')),
  element('details', {class: 'choices', open: (webhook.programInstanceIds ?? []).length > 0}, element('summary', {}, 'Only some programs'),
    checks('Programs', 'programInstanceIds', instances, webhook.programInstanceIds ?? [], 'Without a choice it gets the events of all programs.')),
];

const bodyOf = (values, form) => ({url: values.url, description: values.description.trim() || null, types: checked(form, 'types'), programInstanceIds: checked(form, 'programInstanceIds')});

const tell = (webhook, title) => showSecret(title, 'Secret', webhook.secret, 'The receiver checks the signature of each delivery with it. Copy it now: it is shown only once.');

async function subscribe() {
  const made = await formDialog('New webhook', details({}), 'Create webhook', (values, form) => call('POST', '/webhooks', bodyOf(values, form), {once: newKey()}), {wide: true});
  if (made) {
    history.replaceState(null, '', `?webhook=${made.id}`);
    await load();
    await tell(made, 'The secret of the webhook');
  }
}

async function change(webhook) {
  try {
    const {body, tag} = await exchange('GET', `/webhooks/${webhook.id}`);
    // events that the form does not list stay chosen
    const unlisted = body.types.filter(type => !(type in EVENT_TYPES));
    const done = await formDialog('Change the webhook', details(body), 'Save', (values, form) => {
      const wanted = bodyOf(values, form);
      return call('PATCH', `/webhooks/${webhook.id}`, {...wanted, types: [...wanted.types, ...unlisted]}, {ifMatch: tag});
    }, {wide: true});
    if (done) {
      toast('Webhook changed');
      await load();
    }
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

async function rotate(webhook) {
  if (await confirm('Create a new secret?', 'For 24 hours each delivery is signed with the new and the present secret, so that the receiver can change over.', 'New secret', {danger: false})) {
    await attempt(async () => {
      const rotated = await call('POST', `/webhooks/${webhook.id}/rotateSecret`, {}, {once: newKey()});
      await load();
      await tell(rotated, 'The new secret');
    });
  }
}

const enable = webhook => attempt(async () => {
  await call('POST', `/webhooks/${webhook.id}/enable`, {}, {once: newKey()});
  toast('Enabled. It goes on where it stopped.');
  await load();
});

async function remove(webhook) {
  if (await confirm('Remove this webhook?', 'What waits is not sent any more, and the log of deliveries goes, too.', 'Remove')) {
    await attempt(async () => {
      const {tag} = await exchange('GET', `/webhooks/${webhook.id}`);
      await call('DELETE', `/webhooks/${webhook.id}`, undefined, {ifMatch: tag});
      history.replaceState(null, '', location.pathname);
      toast('Webhook removed');
      await load();
    });
  }
}

async function test(webhook, button) {
  button.setAttribute('aria-busy', 'true');
  await attempt(async () => {
    const sent = await call('POST', `/webhooks/${webhook.id}/test`, {}, {once: newKey()});
    history.replaceState(null, '', `?webhook=${webhook.id}`);
    markChosen();
    const done = await settled(webhook.id, sent.id);
    toast(done.status === 'delivered' ? `The test was delivered: the target answered ${done.lastAnswer}.`
      : done.status === 'failed' ? `The test failed: ${why(done)}` : 'The test is still waiting.', {kind: done.status === 'failed' ? 'danger' : 'success'});
    showDeliveries();
  });
  button.removeAttribute('aria-busy');
}

async function settled(webhookId, id) {
  let now = await call('GET', `/webhooks/${webhookId}/deliveries/${id}`);
  for (let n = 0; now.status === 'pending' && n < POLLS; n++) {
    await new Promise(later => setTimeout(later, POLL_MILLIS));
    now = await call('GET', `/webhooks/${webhookId}/deliveries/${id}`);
  }
  return now;
}

const why = delivery => {
  const last = delivery.attempts?.at(-1);
  return last?.error ?? (delivery.lastAnswer ? `the target answered ${delivery.lastAnswer}.` : 'no answer.');
};

async function attempt(work) {
  try {
    await work();
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

const DELIVERY_STATUSES = {pending: ['Waiting', 'clock', 'warning'], delivered: ['Delivered', 'check-circle', 'success'], failed: ['Failed', 'x-circle', 'danger']};

let loadDeliveries;
function showDeliveries() {
  const webhook = webhooks.find(one => one.id === parameters().get('webhook')) ?? webhooks[0];
  card.hidden = !webhook;
  if (!webhook) {
    return;
  }
  document.querySelector('#deliveries-title').textContent = `Deliveries to ${webhook.description || new URL(webhook.url).host}`;
  const status = parameters().get('status') ?? '';
  chips.forEach(chip => chip.setAttribute('aria-pressed', String(chip.dataset.status === status)));
  loadDeliveries = list(deliveriesTable, {
    path: `/webhooks/${webhook.id}/deliveries`, sort: '-createdAt', what: 'The deliveries',
    none: ['No deliveries yet', 'What happens from now on is delivered. Send a test to see whether the target answers.'],
    row: delivery => deliveryRow(webhook, delivery),
  });
  loadDeliveries({status});
}

function deliveryRow(webhook, delivery) {
  return element('tr', {'data-delivery': delivery.id},
    element('td', {}, element('a', {href: `?webhook=${webhook.id}`, onclick: event => {
      event.preventDefault();
      showDelivery(webhook, delivery);
    }}, eventWords(delivery.type)), delivery.resendOf && element('div', {class: 'muted small'}, 'Sent again')),
    element('td', {}, badge(...DELIVERY_STATUSES[delivery.status])),
    element('td', {class: 'number wide'}, delivery.attemptCount),
    element('td', {class: 'wide'}, delivery.lastAnswer ?? element('span', {class: 'muted'}, '–')),
    element('td', {}, time(delivery.createdAt), delivery.status === 'pending' && delivery.nextAttemptAt && element('div', {class: 'muted small'}, 'next attempt ', time(delivery.nextAttemptAt))),
    element('td', {}, subscribeButton && delivery.status !== 'pending' && element('button', {type: 'button', class: 'btn btn-sm', onclick: event => resend(webhook, delivery, event.currentTarget)}, 'Send again')));
}

async function resend(webhook, delivery, button) {
  button.setAttribute('aria-busy', 'true');
  await attempt(async () => {
    const sent = await call('POST', `/webhooks/${webhook.id}/deliveries/${delivery.id}/resend`, {}, {once: newKey()});
    const done = await settled(webhook.id, sent.id);
    toast(done.status === 'delivered' ? `Delivered: the target answered ${done.lastAnswer}.` : done.status === 'failed' ? `It failed again: ${why(done)}` : 'It waits for its turn.',
      {kind: done.status === 'failed' ? 'danger' : 'success'});
    loadDeliveries();
  });
  button.removeAttribute('aria-busy');
}

async function showDelivery(webhook, delivery) {
  await attempt(async () => {
    const whole = await call('GET', `/webhooks/${webhook.id}/deliveries/${delivery.id}`);
    const block = (title, text) => [element('h3', {}, title), element('pre', {class: 'code-block', tabindex: '0'}, text)];
    await open(eventWords(whole.type), element('div', {class: 'stack'},
      element('p', {}, badge(...DELIVERY_STATUSES[whole.status]), ` ${webhook.url}`),
      block('Request body', JSON.stringify(whole.requestBody, null, 2)),
      whole.attempts.length === 0 && element('p', {class: 'muted'}, 'Not tried yet.'),
      whole.attempts.map(one => element('details', {open: one === whole.attempts.at(-1)},
        element('summary', {}, `Attempt ${one.number}, ${exact(one.at)}: ${one.answer ? `answered ${one.answer}` : one.error} after ${one.milliseconds} ms`),
        block('Request headers', Object.entries(one.requestHeaders).map(([name, value]) => `${name}: ${value}`).join('\n')),
        block('Answer', one.answerBody || one.error || '(empty)')))),
    [{value: null, text: 'Close'}], {wide: true});
  });
}

function markChosen() {
  const chosen = parameters().get('webhook');
  table.querySelectorAll('tr[data-webhook]').forEach(line => line.setAttribute('aria-selected', String(line.dataset.webhook === chosen)));
}

function choose(event, webhook) {
  event.preventDefault();
  history.replaceState(null, '', `?webhook=${webhook.id}`);
  markChosen();
  showDeliveries();
  document.querySelector('#deliveries-title').focus();
}

chips.forEach(chip => chip.addEventListener('click', () => {
  const now = parameters();
  now.set('status', chip.dataset.status);
  history.replaceState(null, '', `?${now}`);
  showDeliveries();
}));
subscribeButton?.addEventListener('click', subscribe);
load();
