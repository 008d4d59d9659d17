// The list of the inbox: pages by key, the selection, the open row, and rows that return after an undo.

import {call, latest} from '../system/api.js';
import {age, exact} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {href, query} from './address.js';
import {flagBadges} from '../enrollment/words.js';

const PER_PAGE = 25;

export class ReviewList {
  /**
   * @param place   elements: rows, more, bulk
   * @param events  opened(review): a row was chosen; selected(ids): the check boxes changed; loaded(): a first page is there
   */
  constructor(place, events) {
    this.place = place;
    this.events = events;
    this.items = [];
    /** Ids of reviews that were decided here; the server may still list them. */
    this.hidden = new Set();
    this.errors = new Map();
    this.fetchPage = latest((signal, address) => call('GET', address, undefined, {signal}));
    place.rows.addEventListener('click', event => this.clicked(event));
    place.rows.addEventListener('change', () => this.selectionChanged());
  }

  /** Loads the first page of a state of the address. */
  async load(state) {
    this.state = state;
    this.next = null;
    this.items = [];
    this.place.rows.setAttribute('aria-busy', 'true');
    fill(this.place.rows, Array.from({length: 6}, skeleton));
    fill(this.place.more);
    this.selectionChanged();
    try {
      await this.page();
      this.events.loaded();
    } catch (failure) {
      this.failed(failure);
    }
  }

  async page() {
    const parameters = new URLSearchParams(query({...this.state, open: ''}));
    parameters.set('perPage', PER_PAGE);
    parameters.set('after', this.next ?? '');
    const page = await this.fetchPage(`/reviews?${parameters}`);
    const known = new Set(this.items.map(item => item.enrollmentId));
    this.items.push(...page.data.filter(item => !this.hidden.has(item.enrollmentId) && !known.has(item.enrollmentId)));
    this.next = page.next;
    this.render();
  }

  render() {
    const chosen = new Set(this.selected());
    this.place.rows.removeAttribute('aria-busy');
    fill(this.place.rows, this.items.map(item => this.row(item, chosen.has(item.enrollmentId))));
    fill(this.place.more, this.next && element('button', {type: 'button', class: 'btn', onclick: () => this.more()}, 'Show more'),
      this.items.length === 0 && this.emptyState());
    this.selectionChanged();
  }

  async more() {
    const button = this.place.more.querySelector('button');
    button?.setAttribute('aria-busy', 'true');
    try {
      await this.page();
    } catch (failure) {
      fill(this.place.more, element('p', {class: 'form-error', role: 'alert'}, element('span', {}, failure.message)),
        element('button', {type: 'button', class: 'btn', onclick: () => this.more()}, 'Try again'));
    }
  }

  failed(failure) {
    this.place.rows.removeAttribute('aria-busy');
    fill(this.place.rows);
    fill(this.place.more, element('div', {class: 'empty', role: 'alert'},
      icon('exclamation-triangle'),
      element('h2', {}, 'The applications could not be loaded'),
      element('p', {}, failure.message),
      element('button', {type: 'button', class: 'btn', onclick: () => this.load(this.state)}, icon('arrow-clockwise'), 'Try again')));
  }

  emptyState() {
    const {q, flag, programInstanceId, tab} = this.state;
    const filtered = q || flag || programInstanceId;
    const [title, text] = filtered ? ['No application matches', 'Change the search or the filters.'] : EMPTY[tab];
    return element('div', {class: 'empty'}, icon('inbox'), element('h2', {}, title), element('p', {}, text));
  }

  row(item, chosen) {
    const open = item.applicationNumber === this.state.open;
    const error = this.errors.get(item.enrollmentId);
    return element('li', {class: 'review-row', 'data-id': item.enrollmentId, 'data-open': open},
      element('label', {class: 'review-choice'},
        element('input', {type: 'checkbox', class: 'form-check-input', value: item.enrollmentId, checked: chosen}),
        element('span', {class: 'unseen'}, `Select ${item.personName}`)),
      element('a', {href: href({...this.state, open: item.applicationNumber}), 'aria-current': open && 'true'},
        element('span', {class: 'review-line'},
          element('span', {class: 'review-name truncate'}, item.personName),
          element('time', {datetime: item.submittedAt, title: `Waiting since ${exact(item.submittedAt)}`}, age(item.submittedAt))),
        element('span', {class: 'review-program truncate'}, item.programInstanceTitle),
        element('span', {class: 'review-flags'},
          item.kind === 'manual-evaluation' && element('span', {class: 'badge badge-info'}, icon('person-check'), 'Evaluate'),
          item.kind === 'workflow-step' && element('span', {class: 'badge badge-info'}, icon('list-check'), 'Step'),
          flagBadges(item.flags),
          item.waitingSince && element('span', {class: 'badge badge-neutral'}, icon('hourglass-split'), 'Asked'),
          item.assignee && element('span', {class: 'badge badge-neutral'}, icon('person'), item.assignee.name)),
        error && element('span', {class: 'review-error'}, icon('exclamation-circle'), error)));
  }

  clicked(event) {
    const link = event.target.closest('a');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.events.opened(this.find(link.closest('li').dataset.id));
    }
  }

  find(id) {
    return this.items.find(item => item.enrollmentId === id);
  }

  byNumber(number) {
    return this.items.find(item => item.applicationNumber === number);
  }

  /** Marks a row as open and brings it into view. */
  open(number) {
    this.state = {...this.state, open: number};
    for (const row of this.place.rows.children) {
      const here = this.find(row.dataset.id)?.applicationNumber === number;
      row.toggleAttribute('data-open', here);
      const link = row.querySelector('a');
      link?.toggleAttribute('aria-current', here);
      if (here) {
        link.setAttribute('aria-current', 'true');
        row.scrollIntoView({block: 'nearest'});
      }
    }
  }

  /** The review that follows the open one, or precedes it; the first where none is open. */
  neighbour(step) {
    const here = this.items.findIndex(item => item.applicationNumber === this.state.open);
    return here < 0 ? this.items[0] : this.items[here + step];
  }

  /** Takes a decided review out; returns a function that puts it back, with what went wrong if anything did. */
  take(id) {
    const at = this.items.findIndex(item => item.enrollmentId === id);
    const [item] = at < 0 ? [] : this.items.splice(at, 1);
    this.hidden.add(id);
    this.errors.delete(id);
    this.render();
    return error => {
      this.hidden.delete(id);
      if (error) {
        this.errors.set(id, error);
      }
      if (item && !this.find(id)) {
        this.items.splice(Math.min(at, this.items.length), 0, item);
      }
      this.render();
    };
  }

  /** Replaces what is known about a review, such as its holder. */
  refresh(item) {
    const at = this.items.findIndex(known => known.enrollmentId === item.enrollmentId);
    if (at >= 0) {
      this.items[at] = item;
      this.render();
    }
  }

  selected() {
    return [...this.place.rows.querySelectorAll('input:checked')].map(box => box.value);
  }

  clearSelection() {
    this.place.rows.querySelectorAll('input:checked').forEach(box => {
      box.checked = false;
    });
    this.selectionChanged();
  }

  selectionChanged() {
    const ids = this.selected();
    this.place.bulk.hidden = ids.length === 0;
    this.place.bulk.querySelector('[data-count]').textContent = `${ids.length} selected`;
    this.events.selected(ids);
  }
}

const EMPTY = {
  mine: ['Nothing is claimed by you', 'Claim an application in Unassigned: open it and press c.'],
  unassigned: ['No unclaimed application', 'Every open application has a reviewer.'],
  all: ['No application waits for a decision', 'New applications appear here when they are submitted.'],
  waiting: ['No applicant has an open question', 'Applications wait here while an applicant has been asked something.'],
};

const skeleton = () => element('li', {class: 'review-row review-skeleton', 'aria-hidden': 'true'},
  element('span', {class: 'skeleton'}), element('span', {class: 'skeleton skeleton-long'}));
