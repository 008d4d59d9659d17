// One import: progress, counts, and the refused rows, whose cells are corrected in place and checked again at once.

import {call, newKey} from '../system/api.js';
import {count, exact} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {badge, statusBadge} from '../system/statuses.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {tabs} from '../system/tabs.js';
import {toast} from '../system/toast.js';
import {OUTCOMES, duration, importBadge, memberWords} from './words.js';

const POLL_MILLIS = 1000;
const PER_PAGE = 25;
const main = document.querySelector('[data-import]');
const id = main.dataset.import;
const writes = main.dataset.writes === 'true';
const table = document.querySelector('[data-rows]');
const foot = document.querySelector('.import-rows .table-foot');
const panel = document.querySelector('#rows-panel');
const TABS = ['refused', 'corrected', 'all'];
let now = null;
let tab = TABS.includes(new URLSearchParams(location.search).get('rows')) ? new URLSearchParams(location.search).get('rows') : 'refused';
let starts = [0];

const open = one => ['queued', 'running'].includes(one.status);

async function refresh() {
  try {
    const before = now;
    now = await call('GET', `/imports/${id}`);
    show();
    if (!before || open(before) !== open(now)) {
      showRows();
    }
    if (open(now)) {
      setTimeout(refresh, POLL_MILLIS);
    }
  } catch (failure) {
    toast(failure.message, {kind: 'danger', action: {text: 'Try again', run: refresh}});
  }
}

function show() {
  fill(document.querySelector('[data-status]'), importBadge(now));
  document.querySelector('[data-count="refused"]').textContent = count(now.refused);
  document.querySelector('[data-errors]').hidden = now.refused === 0;
  const would = now.dryRun ? 'Would be ' : '';
  const figure = (name, value) => [element('div', {}, element('dt', {}, name), element('dd', {}, count(value)))];
  fill(document.querySelector('[data-progress]'),
    element('progress', {class: 'progress', 'aria-label': 'Processed rows', max: Math.max(1, now.total), value: now.processed}),
    element('p', {class: 'muted', role: 'status', 'data-said': true}, sentence()),
    element('dl', {class: 'figures'}, figure('Rows', now.total), figure(would ? `Would be ${stored()}` : sentenceCase(stored()), now.created), figure(would ? 'Would be updated' : 'Updated', now.updated),
      figure(would ? 'Would be skipped' : 'Skipped', now.skipped), figure(would ? 'Would be refused' : 'Refused', now.refused)),
    now.mapping && element('details', {}, element('summary', {}, 'How the file was read'),
      element('p', {class: 'muted'}, `${now.format === 'xlsx' ? 'A workbook.' : `${now.format === 'csv' ? 'CSV' : 'NDJSON'} in ${now.charset}.`}${now.kind === 'enrollments' ? ` ${DUPLICATES[now.onDuplicate]} ${now.evaluate ? 'The rules decide at once.' : 'The rules decide later.'}` : ''}`),
      element('dl', {class: 'facts'}, Object.entries(now.mapping).flatMap(([column, member]) => [element('dt', {class: 'break'}, column), element('dd', {}, member ? memberWords(member) : element('span', {class: 'muted'}, 'Left out'))]))));
  fill(document.querySelector('[data-source]'), links());
  fill(document.querySelector('[data-actions]'), actions());
}

/** What the rows of each kind are. */
const KINDS = {enrollments: 'people', outcomes: 'outcomes', participations: 'participations'};
const stored = () => (now.kind === 'enrollments' ? 'enrolled' : 'recorded');
const sentenceCase = text => text.charAt(0).toUpperCase() + text.slice(1);

const DUPLICATES = {refuse: 'Rows of people who are enrolled already are refused.', skip: 'Rows of people who are enrolled already are skipped.', update: 'People who are enrolled already are updated.'};

function sentence() {
  if (open(now)) {
    return now.status === 'queued' ? 'Waits for its turn.'
      : `${count(now.processed)} of ${count(now.total)} rows, ${count(Math.round(now.ratePerSecond))} a second${now.secondsLeft === null ? '' : `, ${duration(now.secondsLeft)} left`}.`;
  }
  const took = now.startedAt && now.finishedAt ? ` in ${duration((new Date(now.finishedAt) - new Date(now.startedAt)) / 1000)}` : '';
  return now.status === 'failed' ? `Stopped after ${count(now.processed)} rows: ${now.failure ?? 'the cause is in the log of the server.'}`
    : now.status === 'cancelled' ? `Cancelled after ${count(now.processed)} of ${count(now.total)} rows. What was ${stored()} stays.`
      : `${count(now.processed)} rows${took}, ${count(Math.round(now.ratePerSecond))} a second. Asked for by ${now.requestedBy}, ${exact(now.createdAt)}.`;
}

function links() {
  const alert = (kind, sign, ...content) => element('div', {class: `alert alert-${kind}`, role: 'status'}, icon(sign), element('div', {}, content));
  return [
    now.dryRun && !open(now) && !now.madeInto && alert('info', 'info-circle', 'This was a trial run: nothing is stored yet. Correct what is refused, then import.'),
    now.madeInto && alert('success', 'check-circle', now.dryRun ? 'The rows were imported. ' : 'The refused rows were imported again. ', element('a', {href: `/console/imports/${now.madeInto}`}, 'Show that import')),
    now.source && alert('info', 'info-circle', now.source.kind === 'trial' ? 'Made of a trial run. ' : 'Made of the refused rows of an import. ', element('a', {href: `/console/imports/${now.source.importId}`}, 'Show it')),
  ];
}

function actions() {
  if (!writes) {
    return null;
  }
  const button = (words, sign, kind, run) => element('button', {type: 'button', class: `btn ${kind}`, onclick: event => run(event.currentTarget)}, icon(sign), words);
  if (open(now)) {
    return button('Cancel', 'x-lg', '', cancel);
  }
  return [
    !now.dryRun && now.kind === 'enrollments' && now.created + now.updated > 0 && element('a', {class: `btn${now.refused > 0 ? '' : ' btn-primary'}`, href: `/console/enrollments?programInstanceId=${now.programInstanceId}`}, 'Show the enrollments'),
    !now.madeInto && now.dryRun && now.status === 'completed' && button('Import now', 'upload', 'btn-primary', startImport),
    !now.madeInto && !now.dryRun && now.refused > 0 && button('Import refused rows again', 'arrow-clockwise', 'btn-primary', retry),
    ['cancelled', 'failed'].includes(now.status) && !now.madeInto && button('Resume', 'arrow-clockwise', '', resume),
  ];
}

async function act(button, path, done) {
  button.setAttribute('aria-busy', 'true');
  try {
    done(await call('POST', `/imports/${id}/${path}`, {}, {once: newKey()}));
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  button.removeAttribute('aria-busy');
}

const goTo = made => location.assign(`/console/imports/${made.id}`);

async function startImport(button) {
  const refused = now.refused > 0 ? ` ${count(now.refused)} ${now.refused === 1 ? 'row is' : 'rows are'} still refused and can be corrected afterwards, too.` : '';
  if (await confirm('Import these rows?', `${count(now.created)} ${KINDS[now.kind]} would be ${stored()} and ${count(now.updated)} updated.${refused}`, 'Import now', {danger: false})) {
    await act(button, 'start', goTo);
  }
}

const retry = button => act(button, 'retry', goTo);
const resume = button => act(button, 'resume', refresh);

async function cancel(button) {
  if (await confirm('Cancel this import?', `It stops after the rows in hand. What was ${stored()} stays, and the import can be resumed.`, 'Cancel the import', {cancel: 'Go on'})) {
    await act(button, 'cancel', refresh);
  }
}

// ---- rows

const HINTS = {
  refused: 'Change a cell: the row is stored and checked again at once.',
  corrected: 'Rows that a person corrected.',
  all: 'What would happen to each row.',
};

async function showRows() {
  panel.setAttribute('aria-labelledby', `tab-${tab}`);
  const mayCorrect = writes && now && !open(now) && !now.madeInto;
  document.querySelector('[data-rows-hint]').textContent = tab === 'refused' && !mayCorrect ? '' : HINTS[tab];
  loading(table, 4);
  const after = starts.at(-1);
  const filter = {refused: 'outcome=refused&', corrected: 'corrected=true&', all: ''}[tab];
  try {
    const page = await call('GET', `/imports/${id}/rows?${filter}after=${after}&perPage=${PER_PAGE}`);
    if (page.data.length === 0) {
      none();
    } else {
      const columns = now.mapping ? Object.entries(now.mapping).filter(([, member]) => member !== null).map(([column]) => column) : ['row'];
      const withCells = tab !== 'all';
      fill(table.tHead.rows[0], element('th', {scope: 'col'}, 'Line'), element('th', {scope: 'col'}, withCells ? 'What is wrong' : 'Outcome'),
        withCells && columns.map(column => element('th', {scope: 'col'}, column)));
      rows(table, page.data.map(row => line(row, withCells ? columns : [], mayCorrect)));
    }
    turn(page);
  } catch (failure) {
    failed(table, 'The rows could not be loaded', failure, showRows);
  }
}

function none() {
  if (tab === 'refused' && now.refused > 0) {
    empty(table, 'The rows are gone', 'Rows are kept for some days after an import. Import the file again to correct them.');
  } else if (tab === 'refused') {
    empty(table, open(now) ? 'Nothing refused so far' : 'No row was refused', open(now) ? 'Refused rows appear here.' : 'Every row could be read and passed the checks.');
  } else if (tab === 'corrected') {
    empty(table, 'Nothing corrected yet', 'Correct the cells of refused rows in the tab Refused.');
  } else {
    empty(table, 'No rows yet', 'They appear as soon as they are checked.');
  }
}

function turn(page) {
  const button = (words, sign, run) => element('button', {type: 'button', class: 'btn btn-sm', onclick: run}, icon(sign), words);
  fill(foot, (starts.length > 1 || page.next) && [element('span', {}), element('span', {class: 'row-of'},
    starts.length > 1 && button('Previous', 'chevron-left', () => {
      starts.pop();
      showRows();
    }),
    page.next && button('Next', 'chevron-right', () => {
      starts.push(page.next);
      showRows();
    }))]);
}

function line(row, columns, mayCorrect) {
  let one = row;
  // corrections of a row are sent one after the other, each with the version that the one before made
  let sending = Promise.resolve();
  const wrong = column => one.columns.includes(column) && one.outcome === 'refused' && !one.ready;
  const state = element('td', {class: 'wrong', role: 'status'}, verdict(one));
  const fields = columns.map(column => one.cells && mayCorrect && element('input', {class: 'form-control cell', value: one.cells[column] ?? '', 'data-cell': column,
    'aria-label': `${column} of line ${one.line}`, onchange: event => correct(column, event.target)}));
  const made = element('tr', {'data-row': one.row}, element('td', {}, count(one.line)), state,
    columns.map((column, at) => element('td', {}, fields[at] || one.cells?.[column])));
  const mark = () => fields.forEach((field, at) => {
    field?.classList?.toggle('cell-wrong', wrong(columns[at]));
    field?.setAttribute?.('aria-invalid', String(wrong(columns[at])));
  });
  const correct = (column, field) => {
    const text = field.value;
    made.setAttribute('aria-busy', 'true');
    sending = sending.then(async () => {
      try {
        one = await call('PATCH', `/imports/${id}/rows/${one.row}`, {cells: {[column]: text}}, {ifMatch: `"${one.version}"`});
        fill(state, verdict(one));
        mark();
        now = await call('GET', `/imports/${id}`);
        show();
      } catch (failure) {
        toast(failure.message, {kind: 'danger', action: failure.status === 412 ? {text: 'Load the rows again', run: showRows} : undefined});
      }
      made.removeAttribute('aria-busy');
    });
  };
  mark();
  return made;
}

function verdict(row) {
  if (row.outcome === 'refused' && row.ready) {
    return [badge('Corrected', 'check-circle', 'success'), element('div', {class: 'small'}, 'Ready to be imported again.')];
  }
  if (row.outcome === 'refused') {
    return [badge(...OUTCOMES.refused), element('div', {}, sentences(row.reason))];
  }
  return [badge(...OUTCOMES[row.outcome]), ' ', row.status && statusBadge(row.status), row.reason && element('div', {class: 'small muted'}, row.reason)];
}

/** `address.state must be a state; email is missing` in words. */
const sentences = reason => (reason ?? '').split('; ').map(part => {
  const [, member, rest] = /^([a-z][A-Za-z.]*) (.*)$/s.exec(part) ?? [];
  const known = member && Object.values(now.mapping ?? {}).includes(member);
  const text = known ? `${memberWords(member)} ${rest}` : part;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}).join(' ');

const list = document.querySelector('[data-tabs]');
const openTab = tabs(list, chosen => {
  tab = chosen.replace('tab-', '');
  starts = [0];
  history.replaceState(null, '', tab === 'refused' ? location.pathname : `?rows=${tab}`);
  if (now) {
    showRows();
  }
});
if (document.querySelector(`#tab-${tab}`)) {
  openTab(`tab-${tab}`);
} else {
  tab = 'refused';
}
refresh();
