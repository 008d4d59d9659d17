// Payouts by status with their sums, batches, and the formats of banks.

import {call, newKey} from '../system/api.js';
import {count, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {download} from '../system/download.js';
import {filterForm, list} from '../system/filters.js';
import {field, formDialog, input, select} from '../system/form-dialog.js';
import {money} from '../system/money.js';
import {toast} from '../system/toast.js';
import {programInstances, titleOf} from '../settings/instances.js';
import {payoutMenu} from './actions.js';
import {chooseFormat} from './formats.js';
import {PAYOUT_STATUSES, batchBadge, kindWords, payee, payoutBadges, payoutReason} from './words.js';

const page = document.querySelector('[data-payouts-page]');
const mayWrite = page.dataset.write === 'true';
const filters = document.querySelector('[data-filters]');
const sums = document.querySelector('[data-sums]');
const batchesTable = document.querySelector('[data-batches]');
let instances = [];

const showPayouts = list(document.querySelector('[data-payouts]'), {
  path: '/payouts', sort: '-dueAt', what: 'The payouts',
  none: ['No payouts yet', 'A payout becomes due when an enrollment with an incentive is approved. A program states the amount in its configuration or in its rules.',
    element('a', {class: 'btn', href: '/console/programs'}, 'Open the programs')],
  row: payout => element('tr', {'data-payout': payout.id},
    element('td', {}, payee(payout)),
    element('td', {class: 'wide'}, titleOf(instances, payout.programInstanceId)),
    element('td', {class: 'number'}, money(payout.amount, payout.currency), payout.kind !== 'incentive' && element('div', {class: 'muted small'}, kindWords(payout))),
    element('td', {}, payoutBadges(payout), payoutReason(payout) && element('div', {class: 'muted small break'}, payoutReason(payout))),
    element('td', {class: 'wide'}, time(payout.dueAt)),
    element('td', {}, mayWrite && payoutMenu(payout, refresh))),
});

const showBatches = batchesTable && list(batchesTable, {
  path: '/payoutBatches', sort: '-createdAt', what: 'The batches', perPage: 5,
  none: ['No batches yet', 'A batch takes the payouts that are due to the bank. One person builds it, another one releases it.'],
  row: batch => element('tr', {'data-batch': batch.id},
    element('td', {}, element('a', {href: `/console/payouts/batches/${batch.id}`}, batch.note || `Batch of ${count(batch.count)}`)),
    element('td', {}, batchBadge(batch)),
    element('td', {class: 'number wide'}, count(batch.count)),
    element('td', {class: 'number'}, money(batch.total, batch.currency)),
    element('td', {class: 'wide'}, batch.createdBy.name),
    element('td', {class: 'wide'}, batch.releasedBy?.name ?? '–'),
    element('td', {}, time(batch.createdAt))),
});

async function refresh() {
  await Promise.all([showSums(), showPayouts(), showBatches?.()]);
}

/** One card for each status that has payouts, with a sum for each currency. */
async function showSums() {
  try {
    const {data} = await call('GET', '/payoutTotals');
    const chosen = filters.elements.status.value;
    fill(sums, Object.entries(PAYOUT_STATUSES).map(([status, [words, sign]]) => {
      const own = data.filter(total => total.status === status);
      const number = own.reduce((sum, total) => sum + total.count, 0);
      const held = own.reduce((sum, total) => sum + total.held, 0);
      return (number > 0 || ['due', 'sent', 'paid'].includes(status)) && element('button', {type: 'button', class: 'payout-sum', 'data-status': status, 'aria-pressed': String(chosen === status), onclick: () => choose(status)},
        element('span', {class: 'payout-sum-words'}, icon(sign), words),
        own.length === 0 ? element('span', {class: 'payout-sum-figure muted'}, '–') : own.map(total => element('span', {class: 'payout-sum-figure'}, money(total.amount, total.currency))),
        element('span', {class: 'muted small'}, `${count(number)} ${number === 1 ? 'payout' : 'payouts'}${held > 0 ? `, ${count(held)} held` : ''}`));
    }));
    sums.removeAttribute('aria-busy');
  } catch (failure) {
    fill(sums, element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {}, failure.message)));
  }
}

function choose(status) {
  filters.elements.status.value = filters.elements.status.value === status ? '' : status;
  filters.dispatchEvent(new Event('change'));
  sums.querySelectorAll('[data-status]').forEach(card => card.setAttribute('aria-pressed', String(filters.elements.status.value === card.dataset.status)));
}

async function build() {
  try {
    const [formats, totals] = await Promise.all([call('GET', '/payoutFormats?perPage=100'), call('GET', '/payoutTotals')]);
    const currencies = [...new Set(totals.data.filter(total => total.status === 'due').map(total => total.currency))];
    if (currencies.length === 0) {
      toast('Nothing is due.', {kind: 'info'});
      return;
    }
    const preview = element('div', {class: 'alert', role: 'status'}, icon('info-circle'), element('div', {}, 'Counting…'));
    const content = [
      field('Program', select('batch-instance', 'programInstanceId', [['', 'Every program'], ...instances], filters.elements.programInstanceId.value)),
      currencies.length > 1 && field('Currency', select('batch-currency', 'currency', currencies.map(code => [code, code]), currencies[0])),
      field('Format of the bank', select('batch-format', 'formatId', [['', 'Standard'], ...formats.data.map(format => [format.id, format.name])])),
      field('Note', input('batch-note', 'note', {maxlength: 500, placeholder: 'First week of March'}), null, {optional: true}),
      preview,
    ];
    const selection = values => ({
      ...(values.programInstanceId && {programInstanceIds: [values.programInstanceId]}),
      currency: values.currency ?? currencies[0],
    });
    const show = async form => {
      try {
        const found = await call('POST', '/payoutBatches/preview', selection(Object.fromEntries(new FormData(form))), {once: newKey()});
        fill(preview.lastChild, element('strong', {}, money(found.total, found.currency)), ` in ${count(found.count)} ${found.count === 1 ? 'payout' : 'payouts'}. `,
          found.more && 'More are due than one batch takes; build another one after it. ', 'Another person has to release the batch.');
      } catch (failure) {
        fill(preview.lastChild, failure.code === 'nothing-due' ? 'Nothing is due in this program.' : failure.message);
      }
    };
    setTimeout(() => {
      const form = preview.closest('form');
      // a note changes nothing of the selection, and is left when the button is pressed
      form.addEventListener('change', event => event.target.name !== 'note' && show(form));
      show(form);
    });
    const made = await formDialog('Build a batch', content, 'Build the batch',
      values => call('POST', '/payoutBatches', {...selection(values), ...(values.formatId && {formatId: values.formatId}), ...(values.note.trim() && {note: values.note.trim()})}, {once: newKey()}));
    if (made) {
      location.assign(`/console/payouts/batches/${made.id}`);
    }
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}

async function yearReport(event) {
  const button = event.currentTarget;
  const now = new Date().getFullYear();
  const made = await formDialog('What each person was paid', [
    field('Year', select('report-year', 'year', Array.from({length: 6}, (_, n) => [String(now - n), String(now - n)]), String(now)),
      'All programs together, for tax reporting: a line for each person and currency.'),
  ], 'Download CSV', values => values.year);
  if (made) {
    await download(`/reports/payouts?year=${made}`, 'text/csv', `payouts-${made}.csv`, button);
  }
}

async function start() {
  document.querySelector('[data-build]')?.addEventListener('click', build);
  document.querySelector('[data-formats]')?.addEventListener('click', chooseFormat);
  document.querySelector('[data-year]')?.addEventListener('click', yearReport);
  try {
    instances = await programInstances();
    filters.elements.programInstanceId.append(...instances.map(([id, title]) => element('option', {value: id}, title)));
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  showPayouts(filterForm(filters, now => {
    showPayouts(now);
    sums.querySelectorAll('[data-status]').forEach(card => card.setAttribute('aria-pressed', String(now.status === card.dataset.status)));
  }));
  showSums();
  showBatches?.();
}

start();
