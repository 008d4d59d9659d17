// The page of one enrollment: what is known, what can be done now and why not, what happened, where its process stands.

import {call, exchange, newKey} from '../system/api.js';
import {count, day, time} from '../system/dates.js';
import {confirm, open} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {MissingValue, field, formDialog, input} from '../system/form-dialog.js';
import {keys} from '../system/keys.js';
import {menuButton} from '../system/menu.js';
import {money} from '../system/money.js';
import {STATUSES, badge, statusBadge} from '../system/statuses.js';
import {toast} from '../system/toast.js';
import {showDiagram} from '../enrollment/diagram.js';
import {editFacts} from '../enrollment/edit.js';
import {notices} from '../enrollment/notices.js';
import {outcomesPanel} from '../enrollment/outcomes.js';
import {applicationPanels} from '../enrollment/panels.js';
import {participationPanel} from '../enrollment/participation.js';
import {askApplicant, askColleague, askOverride, askReason, askRejection} from '../enrollment/questions.js';
import {incentiveWords, leftWords, verdict} from '../enrollment/verdict.js';
import {payoutBadges, payoutReason} from '../payouts/words.js';
import {enrollmentFlags, personName, refusalWords, shown, words} from '../enrollment/words.js';

const page = document.querySelector('.enrollment');
const byId = id => document.getElementById(id);
const {id, member} = page.dataset;
const scopes = new Set(page.dataset.scopes.split(' '));
const context = {member, scopes};

/** What the page has read; see load(). */
let known;
let tab = location.hash.slice(1) || 'answers';

const list = (scope, path) => scopes.has(scope) ? call('GET', path).then(found => found.data) : null;

async function load() {
  const [detail, enrollment, actions, documents, notes, requests, duplicates, later, decision] = await Promise.all([
    call('GET', `/reviews/${id}`),
    call('GET', `/enrollments/${id}`),
    call('GET', `/enrollments/${id}/actions`),
    list('documents:read', `/enrollments/${id}/documents?perPage=500`),
    list('notes:read', `/enrollments/${id}/notes?perPage=500`),
    list('enrollments:read', `/enrollments/${id}/informationRequests?perPage=500`),
    list('people:read', `/customers/duplicates?enrollmentId=${id}&perPage=20`),
    list('enrollments:read', `/enrollments?renews=${id}&perPage=5`),
    call('GET', `/enrollments/${id}/decision`).catch(failure => {
      if (failure.status === 404) {
        return null;
      }
      throw failure;
    }),
  ]);
  const earlier = enrollment.previousEnrollmentId ? await call('GET', `/enrollments/${enrollment.previousEnrollmentId}`).catch(() => null) : null;
  known = {
    detail, enrollment, documents, notes, later, earlier, decision,
    payouts: enrollment.incentive && scopes.has('payouts:read') ? (await call('GET', `/payouts?enrollmentId=${id}&perPage=100`)).data : [],
    duplicates: duplicates ?? [],
    actions: new Map(actions.data.map(action => [action.action, action])),
    answered: requests.at(-1)?.status === 'answered' ? requests.at(-1) : undefined,
  };
}

async function show() {
  byId('content').setAttribute('aria-busy', 'true');
  try {
    await load();
    render();
  } catch (failure) {
    fill(byId('right'));
    fill(byId('left'), element('div', {class: 'empty', role: 'alert'}, icon('exclamation-triangle'),
      element('h2', {}, failure.status === 404 ? 'This enrollment does not exist any more' : 'The enrollment could not be loaded'),
      element('p', {}, failure.status === 404 ? 'It may have been erased.' : failure.message),
      element('button', {type: 'button', class: 'btn', onclick: show}, icon('arrow-clockwise'), 'Try again')));
  } finally {
    byId('content').removeAttribute('aria-busy');
  }
}

/** Reads everything again after a change. */
async function refresh() {
  await load();
  render();
}

function render() {
  const {detail, enrollment, answered} = known;
  byId('person').textContent = detail.personName;
  document.title = `${detail.personName} · Enlist`;
  fill(byId('context'),
    element('span', {class: 'code', title: 'Application number'}, detail.applicationNumber),
    statusBadge(detail.status), enrollmentFlags(enrollment),
    enrollment.assisted && badge('Assisted', 'person-plus', 'info'),
    enrollment.claim && badge(enrollment.claim.userId === member ? 'Claimed by you' : `Claimed by ${enrollment.claim.name}`, 'person-check'),
    element('span', {}, element('a', {href: `/console/instances/${detail.programInstanceId}`}, detail.programInstanceTitle), ' · applied ', time(detail.createdAt)));
  renderActions();
  fill(byId('left'),
    notices(detail, enrollment, answered),
    verdict(detail, nearestChange()),
    applicationPanels(known, context, {
      chosen: tab,
      changed: refresh,
      opened: name => {
        tab = name;
        history.replaceState(null, '', name === 'answers' ? location.pathname : `#${name}`);
      },
      more: [
        scopes.has('outcomes:read') && ['outcomes', 'Outcomes', null, panel => outcomesPanel(panel, enrollment, scopes)],
        scopes.has('activities:read') && ['participation', 'Participation', null, panel => participationPanel(panel, enrollment)],
        ['process', 'Process', null, processPanel],
      ],
    }));
  fill(byId('right'), facts(), incentive(), capacity(), years());
}

/** The fewest facts that would have to be different, where the rules turned the applicant away. */
function nearestChange() {
  const nearest = known.decision?.nearestChange;
  if (!nearest || known.detail.verdict?.status !== 'ineligible') {
    return null;
  }
  return element('div', {class: 'nearest-change'},
    element('strong', {}, nearest.changes.length === 1 ? 'Eligible if one fact were different:' : 'Eligible if these facts were different:'),
    element('ul', {}, nearest.changes.map(change => element('li', {},
      `${words(change.input.split('.').at(-1).replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())}: ${shown(change.to)}`,
      change.example ? ', for example' : '', ` (now ${shown(change.from)})`))));
}

/** Actions in the order of the API: the text, the key, the icon, what it does. */
const ACTIONS = {
  approve: ['Approve', 'check-lg', approve],
  reject: ['Reject', 'x-lg', async () => step('reject', await askRejection(known.detail, `Reject ${known.detail.personName}`))],
  decideEligibility: ['Decide eligibility', 'check2-square', decideEligibility],
  ask: ['Ask applicant', 'envelope', async () => await askApplicant(known.detail, known.detail.documentTypes) && done('The applicant was asked.')],
  cancelQuestion: ['Cancel the question', 'x-circle', async () => await confirm('Cancel the question?', 'The applicant can no longer answer it, and the application can be decided.', 'Cancel the question', {cancel: 'Keep it'})
    && post(known.actions.get('cancelQuestion').path, {}, 'The question was cancelled.')],
  claim: ['Claim', 'person-check', () => post(`/enrollments/${id}/claim`, undefined, 'You have claimed it.')],
  release: ['Release', 'person', () => post(`/enrollments/${id}/release`, undefined, 'Released.')],
  reassign: ['Assign to a colleague', 'people', reassign],
  submit: ['Submit', 'send', () => post(`/enrollments/${id}/submit`, {}, 'Submitted.')],
  evaluate: ['Evaluate again', 'arrow-clockwise', () => post(`/enrollments/${id}/evaluate`, {}, 'The rules ran again.')],
  change: ['Edit facts', 'pencil', async () => await editFacts(known.detail, known.enrollment) && done('Saved.')],
  withdraw: ['Give up the place on the waitlist', 'box-arrow-right', async () => await confirm('Give up the place on the waitlist?', 'The enrollment stays eligible, and can be submitted again at the end of the line.', 'Give up the place')
    && post(`/enrollments/${id}/withdraw`, undefined, 'It is no longer on the waitlist.')],
  unenroll: ['Unenroll', 'box-arrow-right', async () => step('unenroll', await askReason(`Unenroll ${known.detail.personName}`, 'Unenroll', {hint: 'It is kept in the history.', missing: 'Write a reason.'}))],
  erase: ['Erase…', 'trash', erase],
};

/** Refusals that only say that the status is another one. */
const OTHER_STATUS = new Set(['illegal-transition', 'not-in-review', 'not-in-evaluation', 'not-waiting', 'not-asked', 'exit-in-progress']);

/** Beside the title: what is possible now, the first ones as buttons; the others, greyed with their reasons, in the menu. */
function renderActions() {
  const all = Object.keys(ACTIONS).map(name => known.actions.get(name))
    .filter(action => action && action.code !== 'insufficient-scope')
    .filter(({action}) => action !== 'release' || known.enrollment.claim)
    .filter(({action}) => action !== 'claim' || known.enrollment.claim?.userId !== member);
  const relevant = all.filter(({action, code}) => !OTHER_STATUS.has(code) && !['change', 'erase', 'evaluate', 'reassign', 'release', 'unenroll'].includes(action));
  const buttons = relevant.slice(0, 3);
  const rest = all.filter(action => !buttons.includes(action)).sort((one, other) => Number(other.allowed) - Number(one.allowed));
  const primary = buttons.find(({action, allowed}) => allowed && ['approve', 'submit', 'decideEligibility'].includes(action));
  fill(byId('actions'),
    buttons.map(action => button(action, action === primary ? 'btn btn-primary' : action.action === 'reject' ? 'btn btn-outline-danger' : 'btn')),
    (rest.length > 0 || scopes.has('enrollments:write')) && menuButton([icon('three-dots'), 'More'], [...rest.map(menuItem), ...linkItems()]));
}

/** The link by which the applicant opens the application. */
function linkItems() {
  const item = (name, sign, text, work) => element('button', {type: 'button', class: 'menu-item', 'data-action': name, onclick: () => work().catch(failure => toast(refusalWords(failure), {kind: 'danger'}))},
    icon(sign), element('span', {class: 'menu-words'}, text));
  return scopes.has('enrollments:write') ? [
    item('sendLink', 'link-45deg', 'Send the applicant a new link', () => post(`/enrollments/${id}/applicantLink/send`, undefined, `A link is on its way to ${known.enrollment.email}.`)),
    item('endLink', 'slash-circle', 'End the link of the applicant…', async () => await confirm('End the link of the applicant?',
      'The link in earlier messages stops to work. The applicant can ask for a new one, and the next message carries one.', 'End the link')
      && post(`/enrollments/${id}/applicantLink/revoke`, undefined, 'The link has ended.')),
  ] : [];
}

function button({action, allowed, code, reason}, look) {
  const [text, sign] = ACTIONS[action];
  const why = allowed ? null : whyNot(code, reason);
  return element('button', {type: 'button', class: look, 'data-action': action, 'aria-disabled': why && 'true', title: why, onclick: () => run(action)},
    icon(sign), text);
}

function menuItem({action, allowed, code, reason}) {
  const [text, sign] = ACTIONS[action];
  const why = allowed ? null : whyNot(code, reason);
  return element('button', {type: 'button', class: 'menu-item', 'data-action': action, 'aria-disabled': why && 'true', onclick: () => run(action)},
    icon(sign), element('span', {class: 'menu-words'}, text, why && element('small', {}, why)));
}

/** A refusal in people's words; statuses have other names on pages. */
function whyNot(code, reason) {
  if (OTHER_STATUS.has(code)) {
    return `Now: ${STATUSES[known.detail.status][0].toLowerCase()}.`;
  }
  return {
    'claimed-by-other': `${known.enrollment.claim?.name ?? 'Another person'} has claimed it.`,
    'information-requested': 'Wait for the answer of the applicant, or cancel the question.',
    'verdict-changed': 'The rules no longer find the applicant eligible. A coordinator can approve it nevertheless.',
    'second-person-required': 'You have approved it. A second person has to approve, too.',
  }[code] ?? reason;
}

async function run(name) {
  const action = known?.actions.get(name);
  if (!action || document.querySelector('dialog[open]')) {
    return;
  }
  if (!action.allowed) {
    toast(whyNot(action.code, action.reason), {kind: 'info'});
    return;
  }
  try {
    await ACTIONS[name][2]();
  } catch (failure) {
    toast(refusalWords(failure), {kind: 'danger'});
    await refresh();
  }
}

async function done(text) {
  toast(text);
  await refresh();
}

async function post(path, body, text) {
  await call('POST', path, body, {once: newKey()});
  await done(text);
  return true;
}

async function step(name, reason) {
  if (reason) {
    await post(`/enrollments/${id}/${name}`, {reason}, name === 'reject' ? 'Rejected.' : 'Unenrolled.');
  }
}

async function approve() {
  const {detail, enrollment} = known;
  const reason = enrollment.verdictChanged ? await askOverride(detail, enrollment) : undefined;
  if (reason === null) {
    return;
  }
  const {body} = await exchange('POST', `/enrollments/${id}/approve`, reason ? {override: true, reason} : {}, {once: newKey(), ifMatch: `"${enrollment.version}"`});
  await done(body.eligibility?.status === 'submitted' ? 'Your approval is recorded. A second person has to approve, too.' : `Approved ${detail.personName}.`);
}

async function decideEligibility() {
  const {detail} = known;
  const choice = await open(`Is ${detail.personName} eligible?`, element('p', {}, detail.verdict?.reason ?? 'The rules need a person.'), [
    {value: 'eligible', text: 'Eligible', kind: 'primary'},
    {value: 'ineligible', text: 'Not eligible', kind: 'danger'},
    {value: null, text: 'Cancel'},
  ]);
  if (choice === 'eligible') {
    await post(`/reviews/${id}/evaluation`, {eligible: true}, 'Found eligible.');
  }
  const reason = choice === 'ineligible' && await askRejection(null, `Why is ${detail.personName} not eligible?`, 'Not eligible');
  if (reason) {
    await post(`/reviews/${id}/evaluation`, {eligible: false, reason}, 'Found not eligible.');
  }
}

async function reassign() {
  const colleague = await askColleague(known.detail);
  if (colleague) {
    await post(`/enrollments/${id}/reassign`, {userId: colleague.id}, `Assigned to ${colleague.name}.`);
  }
}

async function erase() {
  if (await confirm('Erase this enrollment?', 'The application, its documents, notes and history are deleted for good. This cannot be undone.', 'Erase')) {
    await exchange('DELETE', `/enrollments/${id}`, undefined, {ifMatch: `"${known.enrollment.version}"`});
    location.assign('/console/enrollments');
  }
}

function facts() {
  const {enrollment} = known;
  const person = enrollment.customerId ?? enrollment.leadId;
  const address = enrollment.address && [enrollment.address.streetOne, enrollment.address.streetTwo, enrollment.address.city,
    [enrollment.address.state, enrollment.address.postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  const entries = [
    ['Person', person && scopes.has('people:read') ? element('a', {href: `/console/people/${person}`}, personName(enrollment)) : personName(enrollment)],
    ['E-mail', element('a', {href: `mailto:${enrollment.email}`}, enrollment.email)],
    ['Telephone', enrollment.phone],
    ['Address', address],
    ['Devices', enrollment.manufacturerSlugs.map(words).join(', ')],
    ['Serial number', enrollment.serialNumber],
    ['Reference', [enrollment.referenceId, enrollment.referenceDescription].filter(Boolean).join(' – ')],
    ['Tags', enrollment.tags.length > 0 && element('span', {class: 'bar'}, enrollment.tags.map(tag => element('span', {class: 'badge'}, tag)))],
    ['Terms', enrollment.termsVersionAccepted && [`Version ${enrollment.termsVersionAccepted}, accepted `, time(enrollment.termsAcceptedAt)]],
    ['Taking part since', enrollment.enrollmentStartDate && day(enrollment.enrollmentStartDate)],
    ['Left', enrollment.exit && [enrollment.exit.reason, ' – ', time(enrollment.exit.at)]],
    ['Place on the waitlist', enrollment.waitlistPosition && count(enrollment.waitlistPosition)],
    ['Changed', time(enrollment.updatedAt)],
  ];
  return card('Facts', element('dl', {class: 'facts facts-stacked'}, entries.filter(([, value]) => value)
    .flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)])));
}

/** What it is paid, why, and where the payments are. */
function incentive() {
  const paid = known.enrollment.incentive;
  if (!paid) {
    return null;
  }
  const open = ['candidate', 'eligible', 'submitted', 'approved'].includes(known.detail.status) && !known.enrollment.exit;
  return card('Incentive', element('div', {class: 'enrollment-incentive'},
    element('p', {class: 'figure'}, paid.amount === undefined ? 'No amount' : money(paid.amount, paid.currency)),
    element('p', {class: 'muted'}, incentiveWords(paid)),
    known.payouts.length > 0 && element('ul', {class: 'enrollment-payouts'}, known.payouts.map(payout => element('li', {},
      element('span', {class: 'enrollment-payout-amount'}, money(payout.amount, payout.currency)), element('span', {class: 'bar'}, payoutBadges(payout)),
      element('span', {class: 'muted small'}, payout.settledAt ? day(payout.settledAt) : ['due ', time(payout.dueAt)]),
      payoutReason(payout) && element('span', {class: 'muted small enrollment-payout-reason'}, payoutReason(payout)),
      payout.batchId && scopes.has('payouts:read') && element('a', {class: 'small', href: `/console/payouts/batches/${payout.batchId}`}, 'Open the batch')))),
    open && scopes.has('enrollments:override') && element('div', {}, element('button', {type: 'button', class: 'btn btn-sm', 'data-incentive': true, onclick: setIncentive}, icon('pencil'), 'Set the amount'))));
}

async function setIncentive() {
  const paid = known.enrollment.incentive;
  const done = await formDialog('Set the incentive', [
    field(`Amount${paid.currency ? ` in ${paid.currency}` : ''}`, input('incentive-amount', 'amount', {inputmode: 'decimal', required: true, value: paid.amount ?? '', 'data-missing': 'Enter the amount.'})),
    field('Reason', element('textarea', {class: 'form-control', id: 'incentive-reason', name: 'reason', rows: 3, maxlength: 2000, required: true, 'data-missing': 'Write a reason.'}),
      'It is kept in the history. What the rules compute later does not change the amount.'),
  ], 'Set the amount', values => {
    if (!/^\d+([.]\d+)?$/.test(values.amount.trim())) {
      throw new MissingValue('amount', 'Enter a number such as 1500 or 1500.50.');
    }
    return call('POST', `/enrollments/${id}/incentive`, {amount: Number(values.amount), reason: values.reason.trim()}, {once: newKey(), ifMatch: `"${known.enrollment.version}"`});
  });
  if (done) {
    await refresh();
    toast('The amount was set.');
  }
}

function capacity() {
  const {capacity: units, incentive: paid, programInstanceTitle} = known.detail;
  if (!units) {
    return null;
  }
  const used = units.limit - units.available;
  return card(units.currency ? 'Budget' : 'Capacity', element('div', {class: 'gauge'},
    element('p', {}, leftWords(units)),
    paid?.left !== undefined && !units.currency && element('p', {class: 'muted'}, `${money(paid.left, paid.currency)} left in the budget`),
    element('progress', {class: 'progress', max: units.limit, value: used, 'aria-label': `Capacity of ${programInstanceTitle}`})));
}

/** The enrollment that this one renews, and those that renew it. */
function years() {
  const {earlier, later} = known;
  const item = (label, other) => other && element('li', {}, element('span', {class: 'muted'}, label),
    element('a', {href: `/console/enrollments/${other.id}`}, other.applicationNumber), statusBadge(other.eligibility.status), time(other.createdAt));
  return (earlier || later?.length > 0) && card('Previous and next year', element('ul', {class: 'enrollment-years'},
    item('Renews', earlier), (later ?? []).map(other => item('Renewed by', other))));
}

const card = (title, content) => element('section', {class: 'card'},
  element('div', {class: 'card-header'}, element('h2', {}, title)), element('div', {class: 'card-body'}, content));

async function processPanel(panel) {
  fill(panel, element('p', {}, element('span', {class: 'skeleton skeleton-long'})));
  try {
    const position = await call('GET', `/enrollments/${id}/process`);
    const diagram = element('div', {class: 'enrollment-diagram', role: 'img', tabindex: '0', 'aria-label': `Diagram of the process; ${placeWords(position)}`});
    fill(panel,
      position.incidentAt && element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {},
        'A step of the process failed ', time(position.incidentAt), '. Correct its cause, then try it again.',
        scopes.has('enrollments:write') && element('div', {class: 'bar'}, element('button', {type: 'button', class: 'btn btn-sm', onclick: event => retrySteps(panel, event.currentTarget)}, icon('arrow-clockwise'), 'Try again')))),
      element('ul', {class: 'enrollment-places'}, position.running
        ? position.places.map(place => element('li', {}, icon('geo-alt'), element('span', {}, 'Waits at ', element('strong', {}, place.name))))
        : element('li', {}, icon('check-circle'), element('span', {}, 'The process has ended.'))),
      diagram,
      element('p', {class: 'muted'}, `${position.name}, version ${position.version}. Drag to move, Ctrl and wheel to zoom.`));
    await showDiagram(diagram, position.diagram, position.places.map(place => place.elementId));
  } catch (failure) {
    fill(panel, element('p', {class: 'form-error', role: 'alert'}, element('span', {}, failure.message)),
      element('div', {}, element('button', {type: 'button', class: 'btn', onclick: () => processPanel(panel)}, icon('arrow-clockwise'), 'Try again')));
  }
}

async function retrySteps(panel, button) {
  button.setAttribute('aria-busy', 'true');
  try {
    await call('POST', `/enrollments/${id}/process/retry`, undefined, {once: newKey()});
    location.reload();
  } catch (failure) {
    button.removeAttribute('aria-busy');
    toast(failure.message, {kind: 'danger'});
  }
}

const placeWords = ({running, places}) => running ? `it waits at ${places.map(place => place.name).join(', ')}` : 'it has ended';

keys('Enrollment', {
  a: ['Approve', () => run('approve')],
  r: ['Reject', () => run('reject')],
  i: ['Ask the applicant', () => run('ask')],
  c: ['Claim or release', () => run(known?.enrollment.claim?.userId === member ? 'release' : 'claim')],
  e: ['Edit facts', () => run('change')],
});
show();
