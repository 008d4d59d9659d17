/* Pages for applicants with a script: conditional questions without a reload, character counts, copy, one click at a time,
   answers stored when the page is left, files in pieces (files.js), and a puzzle where the form asks for one (proof.js). */

import {files} from './files.js';
import {solve} from './proof.js';

document.documentElement.classList.add('with-script');

/* the first message takes the focus: of the summary of errors, else of a notice */
const message = document.querySelector('.error-summary[data-focus]') ?? document.querySelector('.alert[data-focus]');
if (message && !location.hash) {
  message.focus();
}

/* a link of the summary leads to the question, not only to the field below the window */
document.addEventListener('click', event => {
  const link = event.target.closest('.error-summary a[href^="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (field) {
    event.preventDefault();
    (field.closest('.field') ?? field).scrollIntoView({block: 'start'});
    field.focus({preventScroll: true});
  }
});

for (const area of document.querySelectorAll('[data-longest]')) {
  const count = area.closest('.field').querySelector('.character-count');
  const most = Number(area.dataset.longest);
  const show = () => {
    const left = most - [...area.value.replace(/\r\n/g, '\n')].length;
    count.textContent = (left < 0 ? count.dataset.over : count.dataset.left).replace('#', Math.abs(left).toLocaleString(document.documentElement.lang));
    count.classList.toggle('over', left < 0);
  };
  area.addEventListener('input', show);
  show();
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    const words = button.querySelector('span:last-child');
    const before = words.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // without https there is no clipboard: the number is selected instead
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
      document.execCommand('copy');
    }
    words.textContent = button.dataset.done;
    setTimeout(() => { words.textContent = before; }, 3000);
  });
}

const form = document.querySelector('form[data-page]');
if (form) {
  questions(form);
}

/* one click is one submission; the server takes only one in any case */
for (const once of document.querySelectorAll('form[data-once]')) {
  let sent = false;
  const puzzle = once.dataset.proof && solve(once.dataset.proof).then(solution => { once.elements.altcha.value = solution; }, () => {});
  once.addEventListener('submit', event => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    if (puzzle && !once.elements.altcha.value) {
      // the click waits for the puzzle; without a solution the server says how to go on
      event.preventDefault();
      puzzle.then(() => once.submit());
    }
    const button = once.querySelector('.btn-primary');
    button.setAttribute('aria-busy', 'true');
    button.textContent = once.dataset.sending;
  });
  addEventListener('pageshow', event => {
    if (event.persisted) {
      location.reload();
    }
  });
}

/** The values of a form without its files. */
function typed(of) {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(of)) {
    if (typeof value === 'string') {
      values.append(name, value);
    }
  }
  return values;
}

function questions(of) {
  const address = `${of.dataset.root}/pages/${of.dataset.page}`;
  let changed = false;
  let leaving = false;
  of.addEventListener('input', () => { changed = true; });
  of.addEventListener('submit', event => {
    if (!event.defaultPrevented) {
      leaving = true;
      setTimeout(() => { leaving = false; }, 10_000);
    }
  });
  const keeping = () => {
    const due = changed && !leaving;
    changed &&= !due;
    return due;
  };
  /* the page may be seen again: it learns what was stored, so that its next step is no conflict with itself */
  document.addEventListener('visibilitychange', async () => {
    if (document.visibilityState === 'hidden' && keeping()) {
      try {
        const answer = await fetch(`${address}/keep`, {method: 'POST', body: typed(of), keepalive: true});
        if (answer.ok) {
          of.elements.shown.value = await answer.text();
        }
      } catch {
        // the next step sends everything again
      }
    }
  });
  addEventListener('pagehide', () => keeping() && navigator.sendBeacon(`${address}/keep`, typed(of)));
  if (of.dataset.conditional === 'true') {
    conditions(of, address);
  }
  files(of);
}

/** Shows and hides questions as the server answers; the conditions are evaluated there, and nowhere else. */
function conditions(of, address) {
  let timer = 0;
  let request;
  const ask = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`${address}/visible`, {method: 'POST', body: typed(of), signal: request.signal});
      if (answer.ok) {
        const visible = new Set(await answer.json());
        for (const field of of.querySelectorAll('[data-field]')) {
          field.hidden = !visible.has(field.dataset.field);
        }
        of.elements.asked.value = [...visible].join(' ');
      }
    } catch {
      // without an answer the page stays as it is; the server asks the open questions after the next step
    }
  };
  const later = wait => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  };
  of.addEventListener('change', () => later(0));
  of.addEventListener('input', event => {
    if (event.target.matches('input[type="text"], textarea')) {
      later(400);
    }
  });
}
