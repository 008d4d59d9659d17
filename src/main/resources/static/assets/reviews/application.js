// The application at the right: who and what, the verdict with its conditions, tabs, and the bar of actions.

import {assistanceWords} from '../system/assistance.js';
import {call, latest} from '../system/api.js';
import {count, exact, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {badge, statusBadge} from '../system/statuses.js';
import {tabs} from '../system/tabs.js';
import {actionBar, claimButton} from './actions.js';
import {answersPanel} from './answers.js';
import {documentsPanel} from './documents.js';
import {notesPanel} from './notes.js';
import {otherPanel} from './other.js';
import {timelinePanel} from './timeline.js';
import {VERDICTS, shown, words} from './words.js';

export class ApplicationView {
  /**
   * @param place   the element to fill
   * @param context {member, scopes, act(name), back()}: who reads, what they may do, what the buttons call
   */
  constructor(place, context) {
    this.place = place;
    this.context = context;
    const list = (signal, scope, path) => context.scopes.has(scope)
      ? call('GET', path, undefined, {signal}).then(page => page.data) : null;
    this.read = latest(async (signal, id) => Promise.all([
      call('GET', `/reviews/${id}`, undefined, {signal}),
      call('GET', `/enrollments/${id}`, undefined, {signal}),
      list(signal, 'documents:read', `/enrollments/${id}/documents?perPage=500`),
      list(signal, 'notes:read', `/enrollments/${id}/notes?perPage=500`),
      list(signal, 'enrollments:read', `/enrollments/${id}/informationRequests?perPage=500`),
      list(signal, 'people:read', `/customers/duplicates?enrollmentId=${id}&perPage=20`),
    ]));
  }

  /** Shows an application; the tab stays the one that was open. */
  async show(id) {
    this.id = id;
    fill(this.place, this.back(), skeleton());
    this.place.setAttribute('aria-busy', 'true');
    try {
      await this.load();
      this.render();
    } catch (failure) {
      fill(this.place, this.back(), element('div', {class: 'empty', role: 'alert'},
        icon('exclamation-triangle'),
        element('h2', {}, failure.status === 404 ? 'This application does not exist any more' : 'The application could not be loaded'),
        element('p', {}, failure.status === 404 ? 'It may have been erased. Choose another one.' : failure.message),
        failure.status !== 404 && element('button', {type: 'button', class: 'btn', onclick: () => this.show(id)},
          icon('arrow-clockwise'), 'Try again')));
    } finally {
      this.place.removeAttribute('aria-busy');
    }
  }

  /** Reads the open application again, without a skeleton. */
  async refresh() {
    if (this.id) {
      await this.load();
      this.render();
    }
  }

  async load() {
    [this.detail, this.enrollment, this.documents, this.notes, this.requests, this.duplicates] = await this.read(this.id);
    this.duplicates ??= [];
    this.answered = this.requests.at(-1)?.status === 'answered' ? this.requests.at(-1) : undefined;
  }

  /** Nothing is open. */
  clear(title = 'No application is open', text = 'Choose one at the left, or press j.') {
    this.id = this.detail = this.enrollment = undefined;
    fill(this.place, element('div', {class: 'empty review-nothing'}, icon('inbox'), element('h2', {}, title), element('p', {}, text)));
  }

  /** A decision was made here: the sentence takes the place of the actions. */
  decided(words) {
    this.bar?.replaceWith(this.bar = element('div', {class: 'review-bar'}, icon('check-circle'), element('p', {}, words)));
  }

  back() {
    return element('button', {type: 'button', class: 'btn btn-quiet review-back', onclick: () => this.context.back()},
      icon('arrow-left'), 'All applications');
  }

  render() {
    const {detail, enrollment, context} = this;
    this.bar = actionBar(detail, enrollment, context);
    fill(this.place,
      this.back(),
      element('div', {class: 'review-scroll', tabindex: '0', role: 'group', 'aria-label': `Application of ${detail.personName}`},
        header(detail, enrollment, context),
        this.notices(),
        verdict(detail),
        this.panels()),
      this.bar);
  }

  /** What stands in the way of a decision, and what the applicant was asked. */
  notices() {
    const {informationRequest, verdictChanged, approvals = [], ruleReview} = this.enrollment;
    return [
      this.detail.review && approvals.length > 0 && element('div', {class: 'alert'}, icon('person-check'), element('div', {},
        element('h3', {}, 'One more approval is needed'),
        element('p', {}, `${approvals[0].by.name} approved it `, time(approvals[0].at), approvals[0].reason ? `: “${approvals[0].reason}”` : '.'))),
      this.detail.review && ruleReview?.outcome === 'sampled' && element('div', {class: 'alert'}, icon('shield-check'), element('div', {},
        'The rules would approve this application; it was drawn for a second look by a person.')),
      verdictChanged && element('div', {class: 'alert alert-warning'}, icon('flag'), element('div', {},
        element('h3', {}, 'The rules no longer find the applicant eligible'),
        element('p', {}, verdictChanged.reason ?? 'The facts changed after the application was submitted.'))),
      informationRequest && element('div', {class: 'alert'}, icon('hourglass-split'), element('div', {},
        element('h3', {}, 'Waiting for the applicant'),
        element('p', {}, `“${informationRequest.message}”`),
        element('p', {class: 'muted'}, 'Asked ', time(informationRequest.requestedAt),
          informationRequest.dueAt ? ['; answer due ', time(informationRequest.dueAt)] : ''))),
      this.answered && answer(this.answered, this.detail),
    ];
  }

  /** Opens a tab of the application. */
  open(tab) {
    this.place.querySelector(`#detail-${tab}`)?.click();
  }

  panels() {
    const {detail, context, documents, notes} = this;
    const all = [
      ['answers', 'Answers', null, panel => answersPanel(panel, detail, this.answered?.answer.changes)],
      documents && ['documents', 'Documents', documents.length, panel => documentsPanel(panel, documents, detail.documentTypes)],
      ['timeline', 'Timeline', null, panel => timelinePanel(panel, detail, this.requests, this.enrollment.assisted)],
      notes && ['notes', 'Notes', notes.length, panel => notesPanel(panel, detail.enrollmentId, notes, context, () => this.refresh())],
      ['other', 'Other', detail.otherEnrollments.length + this.duplicates.length, panel => otherPanel(panel, this, context, () => this.refresh())],
    ].filter(Boolean);
    const chosen = all.some(([name]) => name === this.tab) ? this.tab : 'answers';
    const filled = new Set();
    const open = name => {
      this.tab = name;
      if (!filled.has(name)) {
        filled.add(name);
        all.find(([known]) => known === name)[3](panels[name]);
      }
    };
    const panels = Object.fromEntries(all.map(([name]) => [name, element('div', {
      id: `panel-${name}`, class: 'review-panel', role: 'tabpanel', 'aria-labelledby': `detail-${name}`, hidden: name !== chosen,
    })]));
    const list = element('div', {class: 'tabs', role: 'tablist', 'aria-label': 'Parts of the application'}, all.map(([name, title, amount]) =>
      element('button', {type: 'button', role: 'tab', id: `detail-${name}`, 'aria-controls': `panel-${name}`, 'aria-selected': String(name === chosen)},
        title, amount > 0 && element('span', {class: 'count'}, count(amount)))));
    tabs(list, id => open(id.replace('detail-', '')));
    open(chosen);
    return [list, ...Object.values(panels)];
  }
}

function header(detail, enrollment, context) {
  const {review} = detail;
  return element('header', {class: 'review-header'},
    element('div', {class: 'review-title'},
      element('h2', {}, detail.personName),
      element('span', {class: 'code', title: 'Application number'}, detail.applicationNumber),
      element('div', {class: 'review-holder'},
        review?.assignee && badge(review.assignee.id === context.member ? 'Claimed by you' : `Claimed by ${review.assignee.name}`, 'person-check', 'neutral'),
        review ? claimButton(detail, enrollment, context) : statusBadge(detail.status))),
    element('p', {class: 'muted'},
      detail.programInstanceTitle, ' · applied ', time(detail.createdAt),
      review && [' · due ', element('span', {class: review.flags.includes('overdue') && 'review-late'}, time(review.dueAt))]),
    enrollment.assisted && element('p', {class: 'assisted'}, badge('Assisted', 'person-plus', 'info'), ' ', assistanceWords(enrollment.assisted),
      enrollment.assisted.note && element('span', {class: 'muted'}, ` ${enrollment.assisted.note}`)));
}

/** What the applicant answered; the changed answers are marked below. */
function answer(request, detail) {
  const label = pointer => detail.answers.flatMap(section => section.answers).find(known => known.pointer === pointer)?.label ?? pointer.split('/').at(-1);
  const {message, unanswered} = request.answer;
  return element('div', {class: 'alert review-answer'}, icon('reply'), element('div', {},
    element('h3', {}, 'The applicant answered ', time(request.closedAt)),
    element('p', {class: 'muted'}, `${request.requestedBy.name} asked: “${request.message}”`),
    message && element('blockquote', {}, message),
    unanswered.length > 0 && element('p', {}, `Not answered: ${unanswered.map(label).join(', ')}.`),
    request.missingDocuments.length > 0 && element('p', {}, `Documents still missing: ${request.missingDocuments.map(type => detail.documentTypes.find(known => known.type === type)?.label ?? words(type)).join(', ')}.`)));
}

function verdict(detail) {
  const known = detail.verdict;
  if (!known) {
    return element('div', {class: 'alert'}, icon('info-circle'), element('div', {}, 'The rules have not been evaluated.'));
  }
  const [sentence, sign, meaning] = VERDICTS[known.status];
  const met = known.conditions.filter(condition => condition.met).length;
  const open = met < known.conditions.length;
  return element('section', {class: `review-verdict review-verdict-${meaning}`, 'aria-label': 'Verdict of the rules'},
    element('p', {class: 'review-verdict-line'}, icon(sign),
      element('span', {}, element('strong', {}, sentence), known.reason ? ` – ${known.reason}` : '')),
    known.conditions.length > 0 && element('details', {open},
      element('summary', {}, `${met} of ${known.conditions.length} conditions met`),
      element('ul', {class: 'review-conditions'}, known.conditions.map(condition => element('li', {},
        icon(condition.met ? 'check-lg' : 'x-lg'),
        element('span', {}, element('span', {class: 'unseen'}, condition.met ? 'Met: ' : 'Not met: '), condition.label),
        element('span', {class: 'muted'}, shown(condition.seen)))))),
    detail.capacity && element('p', {class: 'muted', title: `As of ${exact(new Date().toISOString())}`},
      `${count(detail.capacity.available)} of ${count(detail.capacity.limit)} places left`));
}

const skeleton = () => element('div', {class: 'review-scroll', 'aria-hidden': 'true'},
  element('p', {}, element('span', {class: 'skeleton skeleton-long'})),
  element('p', {}, element('span', {class: 'skeleton'})),
  Array.from({length: 5}, () => element('p', {}, element('span', {class: 'skeleton skeleton-long'}))));
