// The inbox of reviewers: wires the list, the open application, decisions with undo, keys, filters and views.

import {call} from '../system/api.js';
import {count} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {keys} from '../system/keys.js';
import {anchor} from '../system/menu.js';
import {SavedViews} from '../system/saved-views.js';
import {tabs} from '../system/tabs.js';
import {toast} from '../system/toast.js';
import {takeStep} from '../enrollment/bulk.js';
import {enterFacts} from '../enrollment/facts.js';
import {askApplicant, askColleague, askOverride, askRejection} from '../enrollment/questions.js';
import {applications, refusalWords} from '../enrollment/words.js';
import {actions, tellWhy} from '../reviews/actions.js';
import {query, read, write} from '../reviews/address.js';
import {ApplicationView} from '../reviews/application.js';
import {PendingDecisions, UNDO_SECONDS} from '../reviews/decisions.js';
import {ReviewList} from '../reviews/list.js';
import {completeStep} from '../reviews/step.js';

const page = document.querySelector('.reviews');
const byId = id => document.getElementById(id);
const member = page.dataset.member;
const scopes = new Set(page.dataset.scopes.split(' '));
const search = byId('review-search');
const COUNT_MILLIS = 30_000;

let state = read();
let undoLast = () => {};

const list = new ReviewList(
  {rows: page.querySelector('.review-rows'), more: page.querySelector('.reviews-more'), bulk: page.querySelector('.reviews-bulk')},
  {opened: review => open(review), selected: () => {}, loaded: openFromAddress},
);
const view = new ApplicationView(page.querySelector('.reviews-detail'), {member, scopes, act, back: close});
const pending = new PendingDecisions(failed);
tabs(page.querySelector('.reviews-tabs'), id => change({tab: id.replace('tab-', '')}));
anchor(byId('saved-views-menu'), byId('saved-views'));
new SavedViews(byId('saved-views-menu'), {
  page: 'reviews',
  hint: 'Tab, search, filters and order are saved, for you alone.',
  current: () => query({...state, open: ''}),
  chosen: address => go(`?${address}`),
});

/** Shows the state in the controls. */
function showFilters() {
  page.querySelectorAll('.reviews-tabs [role="tab"]').forEach(tab => {
    const here = tab.id === `tab-${state.tab}`;
    tab.setAttribute('aria-selected', String(here));
    tab.tabIndex = here ? 0 : -1;
  });
  byId('review-panel').setAttribute('aria-labelledby', `tab-${state.tab}`);
  if (document.activeElement !== search) {
    search.value = state.q;
  }
  byId('review-instance').value = state.programInstanceId;
  byId('review-sort').value = state.sort;
  const flags = state.flag.split(',');
  page.querySelectorAll('[data-flag]').forEach(chip => chip.setAttribute('aria-pressed', String(flags.includes(chip.dataset.flag))));
}

/** Changes a filter: the list is read again. */
function change(part) {
  state = {...state, ...part};
  write(state);
  showFilters();
  return load();
}

/** Goes to another address of this page, as a saved view has. */
function go(address) {
  history.pushState(null, '', address);
  arrive();
}

function arrive() {
  state = read();
  showFilters();
  return load();
}

async function load() {
  await Promise.all([list.load(state), counts()]);
}

async function counts() {
  try {
    const parameters = state.programInstanceId ? `?programInstanceId=${state.programInstanceId}` : '';
    const found = await call('GET', `/reviews/counts${parameters}`);
    for (const [tab, {items, exact}] of Object.entries(found)) {
      const place = page.querySelector(`#tab-${tab} .count`);
      place.textContent = `${count(items)}${exact ? '' : '+'}`;
      place.hidden = items === 0;
    }
  } catch {
    // the list tells what failed; the counts come with the next change
    page.querySelectorAll('.reviews-tabs .count').forEach(place => {
      place.hidden = true;
    });
  }
}

/** Opens the application that the address names; on a wide window the first one otherwise. */
async function openFromAddress() {
  if (!state.open) {
    if (list.items.length > 0 && wide()) {
      open(list.items[0], {replace: true, focus: false});
    } else if (!view.id || list.items.length === 0) {
      showNothing();
    }
    return;
  }
  const known = list.byNumber(state.open);
  if (known) {
    open(known, {replace: true, focus: false});
    return;
  }
  const [elsewhere] = (await call('GET', `/reviews?q=${encodeURIComponent(state.open)}&perPage=1`)).data;
  if (elsewhere) {
    list.open(elsewhere.applicationNumber);
    page.dataset.view = 'application';
    await view.show(elsewhere.enrollmentId);
  } else {
    view.clear('This application waits for no decision', 'It was decided or withdrawn. Choose another one at the left.');
  }
}

const wide = () => matchMedia('(min-width: 60rem)').matches;

function showNothing() {
  delete page.dataset.view;
  const empty = list.items.length === 0;
  view.clear(empty ? 'Nothing to decide here' : undefined, empty ? 'Choose another tab, or come back later.' : undefined);
}

function open(review, {replace = false, focus = true} = {}) {
  if (!review) {
    return;
  }
  state = {...state, open: review.applicationNumber};
  write(state, !replace && !wide());
  page.dataset.view = 'application';
  list.open(review.applicationNumber);
  view.show(review.enrollmentId);
  if (focus && !wide()) {
    view.place.focus();
  }
}

/** On a phone: back to the list. */
function close() {
  state = {...state, open: ''};
  write(state);
  list.open('');
  delete page.dataset.view;
}

const move = step => {
  const next = list.neighbour(step);
  if (next) {
    open(next);
  } else if (step > 0 && list.next) {
    list.more().then(() => open(list.neighbour(step)));
  }
};

/** Runs an action of the open application; tells why if it is not possible. */
async function act(name) {
  if (!view.detail || document.querySelector('dialog[open]') || pending.has(view.id)) {
    return;
  }
  const {detail, enrollment} = view;
  const action = actions(detail, enrollment, {member, scopes})[name];
  if (!action) {
    return;
  }
  if (action.why) {
    tellWhy(action.why);
    return;
  }
  try {
    await ACTIONS[name](detail, enrollment);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
    await view.refresh();
  }
}

const ACTIONS = {
  approve: async (detail, enrollment) => {
    if (detail.review.kind === 'workflow-step') {
      const step = await completeStep(detail);
      if (step) {
        toast(`Completed “${step}” for ${detail.personName}.`);
        await changed();
      }
      return;
    }
    if (detail.review.kind === 'manual-evaluation') {
      decide(detail, {path: `/reviews/${detail.enrollmentId}/evaluation`, body: {eligible: true}}, `Found eligible: ${detail.personName}`);
      return;
    }
    const reason = enrollment.verdictChanged ? await askOverride(detail, enrollment) : undefined;
    if (reason !== null) {
      decide(detail, {path: `/enrollments/${detail.enrollmentId}/approve`, body: reason ? {override: true, reason} : {}}, `Approved ${detail.personName}`);
    }
  },
  reject: async detail => {
    const manual = detail.review.kind === 'manual-evaluation';
    const reason = await askRejection(manual ? null : detail, manual ? `Why is ${detail.personName} not eligible?` : `Reject ${detail.personName}`, manual ? 'Not eligible' : undefined);
    if (reason) {
      decide(detail, manual
        ? {path: `/reviews/${detail.enrollmentId}/evaluation`, body: {eligible: false, reason}}
        : {path: `/enrollments/${detail.enrollmentId}/reject`, body: {reason}},
      manual ? `Found not eligible: ${detail.personName}` : `Rejected ${detail.personName}`);
    }
  },
  ask: async detail => {
    if (await askApplicant(detail, detail.documentTypes)) {
      toast(`Asked ${detail.personName}. The application waits for the answer.`);
      await changed();
    }
  },
  facts: async (detail, enrollment) => {
    const result = await enterFacts(detail, enrollment);
    if (result) {
      toast(result);
      await changed();
    }
  },
  note: async () => {
    view.open('notes');
    byId('note-text')?.focus();
  },
  claim: async detail => {
    const step = detail.review.assignee ? 'release' : 'claim';
    await call('POST', `/enrollments/${detail.enrollmentId}/${step}`);
    await changed();
  },
  reassign: async detail => {
    const colleague = await askColleague(detail);
    if (colleague) {
      await call('POST', `/enrollments/${detail.enrollmentId}/reassign`, {userId: colleague.id});
      toast(`Assigned ${detail.personName} to ${colleague.name}.`);
      await changed();
    }
  },
  cancel: async (detail, enrollment) => {
    if (await confirm('Cancel the question?', 'The applicant can no longer answer it, and the application can be decided.', 'Cancel the question', {cancel: 'Keep it'})) {
      await call('POST', `/informationRequests/${enrollment.informationRequest.id}/cancel`, {});
      await changed();
    }
  },
};

/** Reads the open application and its row again. */
async function changed() {
  await view.refresh();
  if (view.detail?.review) {
    list.refresh(view.detail.review);
  }
  await counts();
}

/** Keeps a decision for some seconds and takes the application out of the list. */
function decide(detail, {path, body}, words) {
  const id = detail.enrollmentId;
  const following = list.neighbour(1) ?? list.neighbour(-1);
  const restore = list.take(id);
  const undo = () => {
    undoLast = () => {};
    if (pending.undo(id)) {
      dismiss();
      restore();
      open(list.find(id), {replace: true});
      counts();
    }
  };
  const next = () => {
    dismiss();
    pending.flush(id);
    if (view.id === id) {
      openNext(following);
    }
  };
  pending.add({id, path, body, words, restore, number: detail.applicationNumber, dismiss: () => dismiss(), sent: answer => {
    if (answer.eligibility?.status === 'submitted') {
      restore();
      toast(`Your approval of ${detail.personName} is recorded. A second person has to approve, too.`, {kind: 'info'});
    }
    counts();
  }});
  const dismiss = toast(words, {
    seconds: UNDO_SECONDS,
    action: [{text: `Undo (${UNDO_SECONDS} s)`, run: undo}, {text: 'Next', run: next}],
    done: () => {
      pending.flush(id);
      if (view.id === id) {
        openNext(following);
      }
    },
  });
  view.decided(`${words}. It can be undone for ${UNDO_SECONDS} seconds.`);
  undoLast = undo;
}

function openNext(following) {
  const review = following && list.find(following.enrollmentId);
  if (review ?? list.items[0]) {
    open(review ?? list.items[0], {replace: true});
  } else {
    state = {...state, open: ''};
    write(state);
    showNothing();
    list.render();
  }
}

/** The server refused a decision: the application returns with the reason. */
function failed(decision, refusal) {
  decision.dismiss();
  const why = refusalWords(refusal);
  decision.restore(why);
  toast(`${decision.words}: not done. ${why}`, {kind: 'danger', action: {text: 'Open', run: () => open(list.find(decision.id))}});
  counts();
}

async function bulk(action) {
  const chosen = list.selected().map(id => list.find(id));
  await pending.flush();
  const decided = await takeStep(action, {
    ids: chosen.map(review => review.enrollmentId),
    names: new Map(chosen.map(review => [review.enrollmentId, review.personName])),
    begun: () => list.clearSelection(),
  });
  if (decided.length > 0) {
    decided.forEach(id => list.take(id));
    toast(`${action === 'approve' ? 'Approved' : 'Rejected'} ${applications(decided.length)}.`);
    if (decided.includes(view.id)) {
      openNext();
    }
    await counts();
  }
}

page.querySelectorAll('[data-bulk]').forEach(button => button.addEventListener('click', () => bulk(button.dataset.bulk)));
page.querySelector('[data-clear]').addEventListener('click', () => list.clearSelection());
byId('review-instance').addEventListener('change', event => change({programInstanceId: event.target.value, open: ''}));
byId('review-sort').addEventListener('change', event => change({sort: event.target.value}));
page.querySelectorAll('[data-flag]').forEach(chip => chip.addEventListener('click', () => {
  const flags = new Set(state.flag.split(',').filter(Boolean));
  if (!flags.delete(chip.dataset.flag)) {
    flags.add(chip.dataset.flag);
  }
  change({flag: [...flags].join(','), open: ''});
}));

let typed;
search.addEventListener('input', () => {
  clearTimeout(typed);
  typed = setTimeout(() => change({q: search.value.trim(), open: ''}), 250);
});
search.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    search.blur();
  }
});

keys('Reviews', {
  j: ['Next application', () => move(1)],
  k: ['Previous application', () => move(-1)],
  o: ['Open the application', () => {
    open(list.neighbour(0) ?? list.items[0]);
    view.place.focus();
  }],
  x: ['Select the application', () => toggle()],
  c: ['Claim or release', () => act('claim')],
  a: ['Approve, or complete a step', () => act('approve')],
  r: ['Reject', () => act('reject')],
  n: ['Add a note', () => act('note')],
  i: ['Ask the applicant, or enter a missing fact', () => act(view.detail?.review?.kind === 'manual-evaluation' ? 'facts' : 'ask')],
  u: ['Undo the last decision', () => undoLast()],
});

function toggle() {
  const box = page.querySelector('.review-row[data-open] input');
  if (box) {
    box.checked = !box.checked;
    list.selectionChanged();
  }
}

addEventListener('popstate', arrive);
// the browser kept the page: what it shows may be out of date
addEventListener('pageshow', event => {
  if (event.persisted) {
    arrive();
  }
});
setInterval(counts, COUNT_MILLIS);
showFilters();
load();
