// Loaded by Tasklist, Cockpit and Welcome through customScripts of their config.js.
//
// 1. A session that ended leads to /login and back to the same task or page. Signing out leads to /login.
// 2. What a person typed into the form of a task is kept in this tab until the form is completed or the person signs
//    out, and filled in again for the same person.
// 3. Tasks are ordered by priority and age until a person chooses an order.
// 4. Tabs that cannot work are hidden, because the engine keeps no history and runs no external tasks. The style sheets
//    hide the buttons of operations that are refused.

const TYPED = 'enlist.typed.';
const ENGINE = '/camunda/api/';
const SIGNED_OUT = /\/camunda\/api\/admin\/auth\/user\/[^/]+\/logout$/;
const WHO = /\/camunda\/api\/admin\/auth\/user\/[^/]+$/;
const COMPLETED = /\/task\/([^/]+)\/submit-form$/;

// A sign-in at a provider loses what follows "#"; the sign-in page kept it for this tab.
const KEPT = 'enlist.fragment';
const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
sessionStorage.removeItem(KEPT);
if (kept?.path === location.pathname && (location.hash === '' || location.hash === '#/')) {
  history.replaceState(history.state, '', kept.fragment);
}

// The most urgent task first, then the one that waits longest; a person may choose another order.
const ORDER = '[{"sortBy":"priority","sortOrder":"desc"},{"sortBy":"created","sortOrder":"asc"}]';

if (location.pathname.startsWith('/camunda/app/tasklist/') && !location.hash.includes('sorting=')) {
  const [path, query] = (location.hash || '#/').split('?');
  const sorted = new URLSearchParams(query || '');
  sorted.set('sorting', ORDER);
  history.replaceState(history.state, '', `${path}?${sorted}`);
}

// The page for the account of a person is the one of the console, where the password can be changed.
if (location.pathname.startsWith('/camunda/app/welcome/')) {
  location.replace('/console/account');
}

document.addEventListener(
  'click',
  (event) => {
    if (event.target instanceof Element && event.target.closest('.account .profile a')) {
      event.preventDefault();
      event.stopPropagation();
      location.assign('/console/account');
    }
  },
  true,
);

let leaving = false;
let person = null;

function leave(url) {
  if (!leaving) {
    leaving = true;
    location.assign(url);
  }
}

// The page that a request was sent from; the answer may have led elsewhere already.
function toSignIn(from) {
  const here = from.startsWith('#/login') ? '' : from;
  leave(`/login?continue=${encodeURIComponent(location.pathname)}${here}`);
}

function forgetTyped() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(TYPED)) {
      sessionStorage.removeItem(key);
    }
  }
}

function answered(request, method, url, from) {
  const path = new URL(url, document.baseURI).pathname;
  if (!path.startsWith(ENGINE)) {
    return;
  }
  if (request.status === 401) {
    toSignIn(from);
  } else if (request.status >= 200 && request.status < 300) {
    const completed = COMPLETED.exec(path);
    if (method === 'POST' && SIGNED_OUT.test(path)) {
      forgetTyped();
      leave('/login?logout');
    } else if (method === 'POST' && completed) {
      sessionStorage.removeItem(TYPED + completed[1]);
    } else if (method === 'GET' && WHO.test(path) && typeof request.response === 'string') {
      person = JSON.parse(request.response).userId;
      restore();
    }
  }
}

// Cockpit asks for all versions of a definition at once; the engine answers lists with a bound only.
const VERSIONS = /\/(process|decision)-definition\?.*sortBy=version/;

function bounded(url) {
  return VERSIONS.test(url) && !url.includes('maxResults=') ? `${url}&maxResults=200` : url;
}

const open = XMLHttpRequest.prototype.open;
XMLHttpRequest.prototype.open = function (method, address, ...rest) {
  const from = location.hash;
  const url = bounded(String(address));
  this.addEventListener('readystatechange', () => {
    if (this.readyState === XMLHttpRequest.DONE) {
      answered(this, String(method).toUpperCase(), url, from);
    }
  });
  return open.call(this, method, url, ...rest);
};

const call = window.fetch;
window.fetch = async (...args) => {
  const from = location.hash;
  const response = await call(...args);
  if (response.status === 401 && new URL(response.url, document.baseURI).pathname.startsWith(ENGINE)) {
    toSignIn(from);
  }
  return response;
};

function taskId() {
  return new URLSearchParams(location.hash.split('?')[1] || '').get('task');
}

function fields(form) {
  return [...form.querySelectorAll('input, textarea, select')].filter((field) => field.type !== 'search');
}

function remember(event) {
  const form = event.target instanceof Element ? event.target.closest('.fjs-form') : null;
  const task = taskId();
  if (form && task && person && !form.dataset.restoring) {
    const values = fields(form).map((field) => (field.type === 'radio' ? field.checked : field.value));
    sessionStorage.setItem(TYPED + task, JSON.stringify({ person, values }));
  }
}

document.addEventListener('input', remember, true);
document.addEventListener('change', remember, true);

function set(field, value) {
  const type = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  // the form listens to events, and keeps its own copy of what the property says
  Object.getOwnPropertyDescriptor(type.prototype, 'value').set.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('blur'));
}

function restore() {
  const form = document.querySelector('.fjs-form');
  const task = taskId();
  const kept = task && sessionStorage.getItem(TYPED + task);
  if (!form || !kept || !person || form.dataset.restored === task) {
    return;
  }
  const typed = JSON.parse(kept);
  const all = fields(form);
  if (typed.person !== person || all.length !== typed.values.length || all.some((field) => field.disabled)) {
    return;
  }
  form.dataset.restored = task;
  form.dataset.restoring = 'true';
  all.forEach((field, index) => {
    const value = typed.values[index];
    if (field.type === 'radio') {
      if (value) {
        field.click();
      }
    } else if (value) {
      set(field, value);
    }
  });
  delete form.dataset.restoring;
}

// The pages look some texts up before they are loaded, and then show their keys, such as CREATION_DATE.
const KEY = /^\s*[A-Z][A-Z0-9]*_[A-Z0-9_]+\s*$|^\s*(PRIORITY|ASSIGNEE)\s*$/;
const SORTS = ['Priority', 'Created', 'Task name', 'Assignee'];
const EMPTY_TABS = {
  tasklist: ['History'],
  cockpit: ['External Tasks', 'Job Definitions'],
};
const TABS = 'a[ng-click*="selectTab("], a[ng-click*="selectTaskDetailTab("]';
const application = location.pathname.split('/')[3];
let texts = {};

function label() {
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const text = KEY.test(nodes.currentNode.data) && texts[nodes.currentNode.data.trim()];
    if (text) {
      nodes.currentNode.data = text;
    }
  }
  for (const option of document.querySelectorAll('[cam-sorting-choices] .dropdown-menu > li')) {
    const words = option.textContent.trim();
    option.classList.toggle('enlist-sorts-nothing', words !== '' && !SORTS.some((sort) => words.startsWith(sort)));
  }
  for (const tab of document.querySelectorAll(TABS)) {
    tab.parentElement.classList.toggle('hidden', (EMPTY_TABS[application] ?? []).includes(tab.textContent.trim()));
  }
}

call(`/camunda/app/${application}/locales/en.json`)
  .then((response) => (response.ok ? response.json() : { labels: {} }))
  .then((locale) => {
    texts = locale.labels;
    label();
  });

let waiting = false;

new MutationObserver(() => {
  // once for all changes of a frame
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      restore();
      label();
    });
  }
}).observe(document.documentElement, {
  attributeFilter: ['disabled'],
  characterData: true,
  childList: true,
  subtree: true,
});

// A person who may see the people of the workspace may assign tasks to them.
call('/session', { headers: { Accept: 'application/json' } })
  .then((response) => (response.ok ? response.json() : { scopes: [] }))
  .then((session) => {
    document.documentElement.classList.toggle('enlist-assigns', session.scopes.includes('users:read'));
  });
