// One batch: its sum, its release by a second person, the file for the bank and the answer.

import {exchange, newKey, call} from '../system/api.js';
import {count, exact, time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {download} from '../system/download.js';
import {list} from '../system/filters.js';
import {MissingValue, field, formDialog} from '../system/form-dialog.js';
import {money} from '../system/money.js';
import {toast} from '../system/toast.js';
import {programInstances, titleOf} from '../settings/instances.js';
import {PAYOUT_STATUSES, batchBadge, payee, payoutBadges, payoutReason} from './words.js';

const page = document.querySelector('[data-batch-page]');
const {id, member} = page.dataset;
const scopes = new Set(page.dataset.scopes.split(' '));
const place = name => document.querySelector(`[data-${name}]`);
let batch;
let tag;
let instances = [];

const showPayouts = list(place('payouts'), {
  path: '/payouts', what: 'The payouts',
  none: ['No payouts', 'All of them were taken out of the batch.'],
  row: payout => element('tr', {'data-payout': payout.id},
    element('td', {}, payee(payout)),
    element('td', {class: 'wide'}, titleOf(instances, payout.programInstanceId)),
    element('td', {class: 'number'}, money(payout.amount, payout.currency)),
    element('td', {}, payoutBadges(payout), payoutReason(payout) && element('div', {class: 'muted small break'}, payoutReason(payout))),
    element('td', {class: 'wide'}, payout.bankReference ?? '–')),
});

async function load() {
  ({body: batch, tag} = await exchange('GET', `/payoutBatches/${id}`));
  render();
}

function render() {
  const own = batch.createdBy.id === member;
  fill(place('context'), batchBadge(batch), ' ', element('span', {}, 'built by ', batch.createdBy.name, ' ', time(batch.createdAt)));
  if (batch.note) {
    document.querySelector('h1').textContent = batch.note;
  }
  fill(place('facts'),
    element('dt', {}, 'Sum'), element('dd', {class: 'payout-figure'}, money(batch.total, batch.currency)),
    element('dt', {}, 'Payouts'), element('dd', {}, count(batch.count)),
    batch.byStatus.length > 1 && batch.byStatus.map(total => [
      element('dt', {}, PAYOUT_STATUSES[total.status][0]), element('dd', {}, `${money(total.amount, total.currency)} in ${count(total.count)}`)]),
    batch.releasedBy && [element('dt', {}, 'Released'), element('dd', {}, batch.releasedBy.name, ', ', element('span', {}, exact(batch.releasedAt)))]);
  const released = ['released', 'completed'].includes(batch.status);
  const button = (look, sign, words, run, name) => element('button', {type: 'button', class: look, 'data-do': name, onclick: run}, icon(sign), words);
  fill(place('actions'),
    batch.status === 'draft' && scopes.has('payouts:release') && !own && button('btn btn-primary', 'send-check', 'Release', release, 'release'),
    released && scopes.has('payouts:write') && button(batch.status === 'released' ? 'btn btn-primary' : 'btn', 'upload', 'Import the answer', answer, 'answer'),
    released && scopes.has('payouts:write') && button('btn', 'download', 'Download the file', event => download(`/payoutBatches/${id}/file`, 'text/csv', `payouts-${id}.csv`, event.currentTarget), 'file'),
    batch.status === 'draft' && scopes.has('payouts:write') && button('btn btn-outline-danger', 'x-circle', 'Cancel the batch', cancel, 'cancel'));
  const next = {
    draft: own ? 'You built this batch, so another person has to release it. Its payouts wait meanwhile.' : 'Check the sum and the payouts, then release the batch. It goes to the bank as one file.',
    released: 'Send the file to the bank, and import the answer when it comes.',
  }[batch.status];
  fill(place('next'), next && element('div', {class: 'alert', role: 'status'}, icon('info-circle'), element('div', {}, next)));
}

async function attempt(work) {
  try {
    await work();
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
    await load();
  }
  showPayouts({batchId: id});
}

async function release() {
  if (await confirm('Release this batch?', `${money(batch.total, batch.currency)} in ${count(batch.count)} payouts go to the bank. This cannot be undone.`, 'Release', {danger: false})) {
    await attempt(async () => {
      await exchange('POST', `/payoutBatches/${id}/release`, {}, {once: newKey(), ifMatch: tag});
      toast('Released. Download the file for the bank.');
      await load();
    });
  }
}

async function cancel() {
  if (await confirm('Cancel this batch?', 'Its payouts are due again and can go in another batch.', 'Cancel the batch', {cancel: 'Keep it'})) {
    await attempt(async () => {
      await exchange('POST', `/payoutBatches/${id}/cancel`, {}, {once: newKey(), ifMatch: tag});
      toast('Cancelled.');
      await load();
    });
  }
}

async function answer() {
  const file = element('input', {class: 'form-control', type: 'file', id: 'answer-file', name: 'file', accept: '.csv,text/csv', required: true, 'data-missing': 'Choose the file of the bank.'});
  const done = await formDialog('Import the answer of the bank', [
    field('File', file, 'A CSV file with a row for each payment, as the format of the batch says. Nothing is taken unless every row can be.'),
  ], 'Import', async () => {
    const text = await file.files[0].text();
    if (text.trim() === '') {
      throw new MissingValue('file', 'The file is empty.');
    }
    return call('POST', `/payoutBatches/${id}/answers`, {csv: text}, {once: newKey()});
  });
  if (done) {
    toast('The answer was taken.');
    await load();
    showPayouts({batchId: id});
  }
}

async function start() {
  try {
    instances = await programInstances();
    await load();
    showPayouts({batchId: id});
  } catch (failure) {
    fill(place('next'), element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {}, failure.message)));
  }
}

start();
