// Everything that happened to an enrollment: who, what, when; details folded. Pages by key.

import {call} from '../system/api.js';
import {assistanceWords} from '../system/assistance.js';
import {exact, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {money} from '../system/money.js';
import {STATUSES} from '../system/statuses.js';
import {words} from './words.js';

const PER_PAGE = 25;

/** What the chips choose; events, deliveries and the audit trail repeat much of the rest, so they are apart. */
const CHOICES = [
  ['People', 'status,claim,question,answer,workflow-step,incentive,payout,outcome,activity,document,note,mail'],
  ['Money', 'incentive,payout'],
  ['Mails', 'mail'],
  ['Deliveries', 'delivery'],
  ['Events', 'event'],
  ['Audit', 'audit'],
];
const EVERYTHING = 'Everything';

const MOVES = {
  candidate: 'Application created',
  eligible: 'Found eligible',
  ineligible: 'Found not eligible',
  submitted: 'Submitted for review',
  approved: 'Approved',
  rejected: 'Rejected',
  unenrolled: 'Left the program',
};

const ENDED = {answered: 'The applicant answered', cancelled: 'Question cancelled', unanswered: 'The applicant did not answer in time', closed: 'Question closed by the decision'};

const MAILS = {pending: 'Mail waits to be sent', sent: 'Mail sent', failed: 'Mail failed', skipped: 'Mail not sent', unconfigured: 'Mail not sent: no mail server'};

const DELIVERIES = {pending: 'Delivery waits', delivered: 'Delivered', failed: 'Delivery failed'};

const PAYOUTS = {
  created: 'Payment due', due: 'Payment due again', held: 'Payment held', released: 'Payment no longer held', scheduled: 'Payment in a batch',
  sent: 'Payment sent to the bank', paid: 'Paid', failed: 'Payment failed', returned: 'Payment came back', cancelled: 'Payment cancelled',
};

const ACTIVITIES = {
  invited: 'Invited to an activity', 'opted-out': 'Opted out of an activity', attended: 'Took part in an activity',
  absent: 'Did not take part in an activity', delivered: 'Delivered in an activity',
};

const BY = {rule: 'The rules', process: 'Enlist', key: 'A connected system', applicant: 'The applicant'};

/** Fills the panel; `scopes` say which chips have entries; `assisted` is set where staff applied for the person. */
export function timelinePanel(panel, enrollmentId, scopes, assisted) {
  const list = element('ol', {class: 'timeline'});
  const foot = element('div', {class: 'timeline-foot'});
  const needed = {Money: 'payouts:read', Deliveries: 'webhooks:read', Events: 'events:read', Audit: 'audit:read'};
  const choices = CHOICES.filter(([title]) => !needed[title] || scopes.has(needed[title]));
  // in one, where there is more than what people did
  if (choices.length > 2) {
    choices.push([EVERYTHING, choices.filter(([title]) => title !== 'Mails' && title !== 'Money').map(([, some]) => some).join(',')]);
  }
  let [, kinds] = CHOICES[0];

  const load = async (after = '') => {
    fill(foot, element('span', {class: 'skeleton skeleton-long'}));
    list.setAttribute('aria-busy', 'true');
    const wanted = kinds;
    try {
      const page = await call('GET', `/enrollments/${enrollmentId}/timeline?kind=${wanted}&perPage=${PER_PAGE}&after=${after}`);
      if (wanted !== kinds) {
        return;
      }
      if (!after) {
        fill(list);
      }
      list.append(...page.data.map(known => entry(known, assisted)));
      fill(foot,
        !after && page.data.length === 0 && element('p', {class: 'muted'}, 'Nothing yet.'),
        page.next && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => load(page.next)}, 'Show earlier'));
    } catch (failure) {
      fill(foot, element('p', {class: 'form-error', role: 'alert'}, element('span', {}, failure.message)),
        element('button', {type: 'button', class: 'btn btn-sm', onclick: () => load(after)}, icon('arrow-clockwise'), 'Try again'));
    } finally {
      list.removeAttribute('aria-busy');
    }
  };

  const chips = choices.map(([title, chosen], n) => element('button', {
    type: 'button', class: 'chip', 'aria-pressed': String(n === 0), onclick: event => {
      kinds = chosen;
      chips.forEach(chip => chip.setAttribute('aria-pressed', String(chip === event.currentTarget)));
      fill(list);
      load();
    },
  }, title));
  fill(panel, chips.length > 1 && element('div', {class: 'bar', role: 'group', 'aria-label': 'What is shown'}, chips), list, foot);
  load();
}

function entry(known, assisted) {
  const created = known.kind === 'status' && !known.before;
  const {sign, what, text, details} = SHOWN[known.kind](known);
  return element('li', {},
    element('span', {class: 'timeline-mark', 'aria-hidden': 'true'}, icon(sign)),
    element('div', {},
      element('strong', {}, what), ' ', time(known.at),
      element('div', {class: 'muted'}, known.by ? who(known.by) : 'Enlist'),
      created && assisted && element('p', {}, assistanceWords(assisted)),
      text && element('p', {class: 'application-prose'}, text),
      element('details', {}, element('summary', {class: 'muted'}, 'Details'),
        element('dl', {class: 'facts'}, [['At', exact(known.at)], ...details.filter(([, value]) => value)]
          .flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)])))));
}

const SHOWN = {
  status: known => ({
    sign: STATUSES[known.action][1],
    what: known.before && known.action === 'candidate' ? 'Evaluated again' : MOVES[known.action],
    text: known.text,
    details: [['Before', known.before && STATUSES[known.before][0]]],
  }),
  claim: known => ({
    sign: 'person-check',
    what: known.action === 'released' ? `Released by ${known.before ?? 'the reviewer'}`
      : known.action === 'claimed' ? `Claimed by ${known.status}` : `Reassigned to ${known.status}`,
    text: known.text,
    details: [['Before', known.before]],
  }),
  question: known => ({sign: 'envelope', what: 'Asked the applicant', text: known.text, details: [['Outcome', ENDED[known.status]]]}),
  answer: known => ({sign: 'reply', what: ENDED[known.action], text: known.text, details: []}),
  'workflow-step': known => ({
    sign: 'signpost-split',
    what: known.status === 'open' ? 'Workflow: step begun' : 'Workflow: step ended',
    text: known.text,
    details: [['Step', words(known.action)], ['Outcome', known.status !== 'open' && words(known.status)]],
  }),
  incentive: known => ({
    sign: 'cash-coin', what: `Incentive set to ${amount(known.status)}`, text: known.text,
    details: [['Before', known.before && amount(known.before)]],
  }),
  payout: known => ({
    sign: known.action === 'failed' || known.action === 'returned' ? 'exclamation-triangle' : 'cash-coin',
    what: `${PAYOUTS[known.action] ?? words(known.action)}: ${amount(known.status)}`,
    text: known.text,
    details: [['Before', known.before && words(known.before)]],
  }),
  outcome: known => ({
    sign: 'graph-up',
    what: `${known.action === 'corrected' ? 'Outcome corrected' : 'Outcome recorded'}: ${known.status}`,
    text: known.text,
    details: [['Metric', known.before]],
  }),
  activity: known => ({
    sign: 'calendar3',
    what: ACTIVITIES[known.action] ?? words(known.action),
    text: known.text,
    details: [['Quantity', known.status]],
  }),
  document: known => ({sign: 'paperclip', what: 'Document added', text: known.text, details: [['Type', words(known.action)], ['State', words(known.status)]]}),
  note: known => ({sign: 'journal-text', what: 'Note written', text: known.text, details: []}),
  mail: known => ({
    sign: known.status === 'failed' ? 'exclamation-triangle' : 'send',
    what: MAILS[known.status] ?? 'Mail',
    text: mailText(known.action),
    details: [['Problem', known.problem]],
  }),
  delivery: known => ({
    sign: known.status === 'failed' ? 'exclamation-triangle' : 'broadcast',
    what: DELIVERIES[known.status],
    text: known.text ?? known.before,
    details: [['Event', known.action], ['Webhook', known.before], ['Latest answer', known.problem]],
  }),
  event: known => ({sign: 'lightning-charge', what: eventText(known.action), text: known.text && words(known.text), details: [['Type', known.action]]}),
  audit: known => ({sign: 'shield-check', what: words(known.action.replaceAll('.', ' ')), text: null, details: [['Action', known.action], ['Changed', known.text]]}),
};

/** `applicant-approved` becomes `To the applicant: approved`. */
function mailText(type) {
  const [audience, ...about] = type.split('-');
  return `To the ${audience === 'applicant' ? 'applicant' : 'program’s administrators'}: ${about.join(' ').replaceAll('_', ' ')}`;
}

/** `dev.enlist.enrollment.status_changed` becomes `Enrollment status changed`. */
const eventText = type => words(type.replace(/^dev\.enlist\./, '').replaceAll(/[._]/g, ' '));

/** `100.00 USD` in the person's language. */
function amount(text) {
  const [value, currency] = text.split(' ');
  return money(value, currency);
}

const who = by => by.type === 'user' ? by.name : BY[by.type] ?? by.name;
