// Search everywhere, in the bar of each page: a combobox with groups. Without text it offers what was opened last.

import {call, latest} from './api.js';
import {element, fill, icon} from './dom.js';
import {STATUSES} from './statuses.js';

const RECENT_KEY = 'enlist.recent';
const MOST_RECENT = 6;
const PAUSE_MILLIS = 150;

/** By kind: heading, icon, address of a hit. */
const KINDS = {
  application: ['Applications', 'clipboard-check', hit => `/console/enrollments/${hit.id}`],
  person: ['People', 'person', hit => `/console/people/${hit.id}`],
  programInstance: ['Programs', 'collection', hit => `/console/instances/${hit.id}`],
  program: ['Program catalogue', 'journal-text', hit => `/console/programs?q=${encodeURIComponent(hit.title)}`],
  campaign: ['Campaigns', 'megaphone', hit => `/console/campaigns/${hit.id}`],
  ruleSet: ['Rule sets', 'table', hit => `/console/rules/${hit.slug}`],
};

const STATUS_WORDS = {lead: 'Lead', customer: 'Customer'};

/** Puts the search into a place of the frame; returns a function that focuses it. */
export function searchEverywhere(place) {
  const input = element('input', {
    class: 'form-control', type: 'search', id: 'search-everywhere', placeholder: 'Search', autocomplete: 'off', maxlength: '200', spellcheck: 'false',
    role: 'combobox', 'aria-label': 'Search people, applications, programs', 'aria-expanded': 'false', 'aria-controls': 'search-results', 'aria-autocomplete': 'list',
  });
  const results = element('div', {class: 'menu search-results', id: 'search-results', role: 'listbox', 'aria-label': 'Results', popover: 'manual'});
  const status = element('span', {class: 'unseen', role: 'status'});
  fill(place, element('div', {class: 'search search-everywhere'}, icon('search'), input, element('kbd', {'aria-hidden': 'true'}, '/'), results, status));
  const find = latest((signal, q) => call('GET', `/search?q=${encodeURIComponent(q)}`, undefined, {signal}));
  let timer;
  let at = -1;

  const options = () => [...results.querySelectorAll('[role="option"]')];
  const isOpen = () => results.matches(':popover-open');
  const open = () => {
    if (!isOpen()) {
      results.showPopover();
    }
    const box = input.getBoundingClientRect();
    results.style.top = `${box.bottom + 4}px`;
    results.style.left = `${Math.max(8, Math.min(box.left, innerWidth - results.offsetWidth - 8))}px`;
    input.setAttribute('aria-expanded', 'true');
  };
  const close = () => {
    if (isOpen()) {
      results.hidePopover();
    }
    input.setAttribute('aria-expanded', 'false');
    choose(-1);
  };
  const choose = index => {
    const all = options();
    at = all.length === 0 ? -1 : index;
    all.forEach((option, n) => option.setAttribute('aria-selected', String(n === at)));
    if (at >= 0) {
      input.setAttribute('aria-activedescendant', all[at].id);
      all[at].scrollIntoView({block: 'nearest'});
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  };

  const show = (groups, q) => {
    let n = 0;
    fill(results, groups.map(({title, items, more}) => element('div', {role: 'group', 'aria-label': title},
      element('div', {class: 'search-group', 'aria-hidden': 'true'}, title),
      items.map(item => element('a', {class: 'menu-item', role: 'option', id: `search-hit-${n++}`, tabindex: '-1', href: item.href, 'aria-selected': 'false',
        onclick: () => remember(item)},
      icon(item.sign),
      element('span', {class: 'search-words'}, element('span', {class: 'truncate'}, marked(item.title, q)), item.detail && element('small', {class: 'truncate'}, marked(item.detail, q))),
      item.status && element('span', {class: 'muted'}, item.status))),
      more && element('div', {class: 'search-more'}, 'More match: type more.'))));
    status.textContent = `${n} ${n === 1 ? 'result' : 'results'}`;
    choose(q && n > 0 ? 0 : -1);
  };

  const message = (title, text) => {
    fill(results, element('div', {class: 'search-empty'}, element('strong', {}, title), element('p', {class: 'muted'}, text)));
    status.textContent = title;
    choose(-1);
  };

  const search = async () => {
    const q = input.value.trim();
    if (q.length < 2) {
      const recent = stored();
      if (recent.length > 0) {
        show([{title: 'Opened last', items: recent}], '');
      } else {
        message('Search everywhere', 'The beginning of a name or an e-mail, an application number, or a word of a program.');
      }
      open();
      return;
    }
    results.setAttribute('aria-busy', 'true');
    try {
      const found = await find(q);
      const groups = found.groups.map(({kind, items, more}) => ({title: KINDS[kind][0], more, items: items.map(hit => ({
        title: hit.title, detail: hit.detail, sign: KINDS[kind][1], href: KINDS[kind][2](hit),
        status: STATUSES[hit.status]?.[0] ?? STATUS_WORDS[hit.status],
      }))}));
      if (groups.length === 0) {
        message('Nothing matches', `Nothing begins with “${q}”. Try the beginning of the last name, or the whole application number.`);
      } else {
        show(groups, q);
      }
    } catch (failure) {
      message('The search failed', failure.message);
    } finally {
      results.removeAttribute('aria-busy');
    }
    if (document.activeElement === input) {
      open();
    }
  };

  input.addEventListener('focus', search);
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE_MILLIS);
  });
  input.addEventListener('blur', () => setTimeout(() => {
    if (!results.contains(document.activeElement)) {
      close();
    }
  }, 150));
  input.addEventListener('keydown', event => {
    const count = options().length;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      open();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      choose(at < 0 ? (step > 0 ? 0 : count - 1) : (at + step + count) % Math.max(count, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (at >= 0) {
        options()[at].click();
      }
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (isOpen() && input.value) {
        input.value = '';
        search();
      } else {
        close();
        input.blur();
      }
    } else if (event.key === 'Home' && event.ctrlKey || event.key === 'PageUp') {
      event.preventDefault();
      choose(0);
    } else if (event.key === 'End' && event.ctrlKey || event.key === 'PageDown') {
      event.preventDefault();
      choose(count - 1);
    }
  });
  addEventListener('resize', close);
  return () => {
    input.focus();
    input.select();
  };
}

/** The text with the typed words marked. */
function marked(text, q) {
  const words = q.split(/\s+/).filter(Boolean).map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words.length === 0) {
    return text;
  }
  return text.split(new RegExp(`(${words.join('|')})`, 'i')).map((part, n) => n % 2 === 1 ? element('mark', {}, part) : part);
}

/** What was opened last, in this tab: names of people are not kept longer than the tab. */
function stored() {
  try {
    const recent = JSON.parse(sessionStorage.getItem(RECENT_KEY) ?? '[]');
    return Array.isArray(recent) ? recent.filter(item => typeof item.href === 'string' && item.href.startsWith('/console/')) : [];
  } catch {
    return [];
  }
}

/** Forgets what was opened: another person or another workspace follows. */
export function forgetOpened() {
  try {
    sessionStorage.removeItem(RECENT_KEY);
  } catch {
    // storage can be forbidden: nothing was kept then
  }
}

function remember({title, detail, sign, href}) {
  try {
    sessionStorage.setItem(RECENT_KEY, JSON.stringify([{title, detail, sign, href}, ...stored().filter(item => item.href !== href)].slice(0, MOST_RECENT)));
  } catch {
    // storage can be forbidden: nothing is offered then
  }
}
