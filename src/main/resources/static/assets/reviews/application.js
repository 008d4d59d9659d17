// The application at the right: who and what, the verdict with its conditions, tabs, and the bar of actions.

import {assistanceWords} from '../system/assistance.js';
import {call, latest} from '../system/api.js';
import {time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {badge, statusBadge} from '../system/statuses.js';
import {notices} from '../enrollment/notices.js';
import {applicationPanels} from '../enrollment/panels.js';
import {verdict} from '../enrollment/verdict.js';
import {actionBar, claimButton} from './actions.js';

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
        notices(detail, enrollment, this.answered),
        verdict(detail),
        this.panels()),
      this.bar);
  }

  /** Opens a tab of the application. */
  open(tab) {
    this.place.querySelector(`#detail-${tab}`)?.click();
  }

  panels() {
    const changed = () => this.refresh();
    return applicationPanels(this, this.context, {chosen: this.tab, changed, opened: name => {
      this.tab = name;
    }});
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

const skeleton = () => element('div', {class: 'review-scroll', 'aria-hidden': 'true'},
  element('p', {}, element('span', {class: 'skeleton skeleton-long'})),
  element('p', {}, element('span', {class: 'skeleton'})),
  Array.from({length: 5}, () => element('p', {}, element('span', {class: 'skeleton skeleton-long'}))));
