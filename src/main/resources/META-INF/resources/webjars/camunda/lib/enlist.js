// Loaded by Tasklist, Cockpit and Welcome through customScripts of their config.js.
//
// 1. A session that ended leads to /login and back to the same task or page. Signing out leads to /login.
// 2. What a person typed into the form of a task is kept in this tab until the form is completed or the person signs
//    out, and filled in again for the same person.
// 3. What is wrong with a submitted form is shown at its field.
// 4. Tasks are ordered by priority and age until a person chooses an order.
// 5. Searches and tabs that cannot work are hidden, because tasks have no variables and no description, and the engine
//    keeps no history and runs no external tasks. The style sheets hide the buttons of operations that are refused.

const TYPED = 'enlist.typed.';
const ENGINE = '/camunda/api/';
const SIGNED_OUT = /\/camunda\/api\/admin\/auth\/user\/[^/]+\/logout$/;
const WHO = /\/camunda\/api\/admin\/auth\/user\/[^/]+$/;
const COMPLETED = /\/task\/([^/]+)\/submit-form$/;
const FORM = /\/task\/[^/]+\/deployed-form$/;

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

// The pages ask for something now and then; what they ask while a person signs out may be refused before the sign-out is
// answered.
let signingOut = false;

function signedOut() {
  forgetTyped();
  leave('/login?logout');
}

// The page that a request was sent from; the answer may have led elsewhere already.
function toSignIn(from) {
  if (signingOut) {
    signedOut();
    return;
  }
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

// Tasklist keeps unfinished forms in localStorage when a session ends, where the next person at this computer finds them.
const UNFINISHED = /^(camunda|operaton)-form:/;
const keep = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  if (!UNFINISHED.test(String(key))) {
    keep.call(this, key, value);
  }
};
for (const key of Object.keys(localStorage)) {
  if (UNFINISHED.test(key)) {
    localStorage.removeItem(key);
  }
}

function answered(request, method, url, from) {
  const path = new URL(url, document.baseURI).pathname;
  if (!path.startsWith(ENGINE)) {
    return;
  }
  if (request.status === 401) {
    toSignIn(from);
  } else if (request.status === 400 && method === 'POST' && COMPLETED.test(path)) {
    markFaults(request.response);
  } else if (request.status >= 200 && request.status < 300) {
    const completed = COMPLETED.exec(path);
    if (method === 'POST' && SIGNED_OUT.test(path)) {
      signedOut();
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
  signingOut ||= String(method).toUpperCase() === 'POST' && SIGNED_OUT.test(new URL(url, document.baseURI).pathname);
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
  const path = new URL(response.url, document.baseURI).pathname;
  if (response.status === 401 && path.startsWith(ENGINE)) {
    toSignIn(from);
  } else if (response.ok && FORM.test(path)) {
    componentIds = idsByKey(await response.clone().json());
  }
  return response;
};

// The ids of the components of the form that is shown, by the key of their value.
let componentIds = {};

function idsByKey(component, ids = {}) {
  if (component.key) {
    ids[component.key] = component.id;
  }
  (component.components ?? []).forEach((child) => idsByKey(child, ids));
  return ids;
}

// The id of the component that a field belongs to, which is the same each time the form is shown: its id in the page
// begins with an id of the form; that of a choice ends with its number.
function componentId(field) {
  return field.id.replace(/^fjs-form-[^-]+-/, '');
}

// Shows each fault of a refused form at its field, until the field is changed. The answer is a problem with errors.
function markFaults(answer) {
  const form = document.querySelector('.fjs-form');
  if (!form || typeof answer !== 'string') {
    return;
  }
  for (const fault of JSON.parse(answer).errors ?? []) {
    // the form calls the member "reason" reviewReason
    const [, member = '', name] = fault.pointer.split('/');
    const id =
      name !== undefined && member === 'fields'
        ? `field_${name.replaceAll('.', '_')}`
        : (componentIds[`review${member.charAt(0).toUpperCase()}${member.slice(1)}`] ?? componentIds[member]);
    const field = id && fields(form).find((one) => componentId(one).replace(/-\d+$/, '') === id);
    if (field) {
      mark(field, fault.message);
    }
  }
  showFirstFault();
}

function mark(field, message) {
  const box = field.closest('.fjs-form-field');
  const label = box.querySelector('.fjs-form-field-label')?.firstChild?.textContent ?? '';
  const error = document.createElement('div');
  error.className = 'fjs-form-field-error enlist-fault';
  error.id = `${field.id.replace(/-\d+$/, '')}-error-message`;
  error.textContent = `${label} ${message}.`;
  box.querySelector('.enlist-fault')?.remove();
  box.append(error);
  box.classList.add('fjs-has-errors');
  field.setAttribute('aria-invalid', 'true');
}

function unmark(event) {
  const box = event.target instanceof Element ? event.target.closest('.fjs-form-field') : null;
  const error = box?.querySelector('.enlist-fault');
  if (error) {
    error.remove();
    box.classList.remove('fjs-has-errors');
    event.target.setAttribute('aria-invalid', 'false');
  }
}

document.addEventListener('input', unmark, true);

function showFirstFault() {
  const field = document.querySelector('.fjs-has-errors :is(input, textarea, select)');
  field?.scrollIntoView({ block: 'center' });
  field?.focus();
  return Boolean(field);
}

// A message about a form says nothing beside the marks at its fields.
const messages = () => window.angular?.element(document.body).injector()?.get('Notifications');

function withoutMarkedFaults(notifications) {
  const add = notifications.addError;
  notifications.addError = (message) => {
    if (message.status !== texts.COMPLETE_ERROR) {
      return add.call(notifications, message);
    }
    // the form marks fields that it requires with the next frame
    requestAnimationFrame(() => setTimeout(() => showFirstFault() || add.call(notifications, message)));
    return undefined;
  };
}

// A message belongs to the task or page that it was shown on.
addEventListener('hashchange', () => messages()?.clearAll());

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
    // from now on the form belongs to the person
    form.dataset.restored = task;
    const values = Object.fromEntries(
      fields(form).map((field) => [componentId(field), field.type === 'radio' ? field.checked : field.value]),
    );
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
  // without it the form takes the value over 300 ms later, if nothing is drawn anew meanwhile
  field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
}

// How often each field was filled in again, by form. A field may be shown only after another one was filled in.
const restored = new WeakMap();
// Between two fields: a form that renders one field loses the value that another one is given meanwhile. On a busy
// computer it renders later; the field is then filled in once more.
const RENDERED = 100;
const TRIES = 10;

function lacks(field, value) {
  return Boolean(value) && (field.type === 'radio' ? !field.checked : field.value !== value);
}

function nextLacking(form, values, tries) {
  return fields(form).find((field) => {
    const id = componentId(field);
    return lacks(field, values[id]) && (tries.get(id) ?? 0) < TRIES;
  });
}

// Busy from the first field until all fields have kept their values.
function restore() {
  const form = document.querySelector('.fjs-form');
  const task = taskId();
  const kept = task && sessionStorage.getItem(TYPED + task);
  if (!form || !kept || !person || form.dataset.restored === task || form.dataset.restoring) {
    return;
  }
  const typed = JSON.parse(kept);
  if (typed.person !== person || fields(form).some((field) => field.disabled)) {
    return;
  }
  if (restored.get(form)?.task !== task) {
    restored.set(form, { task, tries: new Map() });
  }
  const tries = restored.get(form).tries;
  const next = nextLacking(form, typed.values, tries);
  if (!next && !form.hasAttribute('aria-busy')) {
    return;
  }
  form.dataset.restoring = 'true';
  if (next) {
    const id = componentId(next);
    tries.set(id, (tries.get(id) ?? 0) + 1);
    form.setAttribute('aria-busy', 'true');
    if (next.type === 'radio') {
      next.click();
    } else {
      set(next, typed.values[id]);
    }
  }
  requestAnimationFrame(() =>
    setTimeout(() => {
      delete form.dataset.restoring;
      if (!next && !nextLacking(form, typed.values, tries)) {
        form.removeAttribute('aria-busy');
      } else {
        restore();
      }
    }, RENDERED),
  );
}

// The pages look some texts up before they are loaded, and then show their keys, such as CREATION_DATE.
const KEY = /^\s*[A-Z][A-Z0-9]*_[A-Z0-9_]+\s*$|^\s*(PRIORITY|ASSIGNEE)\s*$/;
const SORTS = ['Priority', 'Created', 'Task name', 'Assignee'];
const SEARCHES = { name: 'Task name', assignee: 'Assignee (e-mail)', priority: 'Priority', created: 'Created' };
const EMPTY_TABS = {
  tasklist: ['History', 'Description'],
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
  for (const field of document.querySelectorAll('input[placeholder*="_"]')) {
    field.placeholder = texts[field.placeholder] ?? field.placeholder;
  }
  for (const option of document.querySelectorAll('[cam-sorting-choices] .dropdown-menu > li')) {
    const words = option.textContent.trim();
    option.classList.toggle('enlist-sorts-nothing', words !== '' && !SORTS.some((sort) => words.startsWith(sort)));
  }
  for (const tab of document.querySelectorAll(TABS)) {
    tab.parentElement.classList.toggle('hidden', (EMPTY_TABS[application] ?? []).includes(tab.textContent.trim()));
  }
}

// Tasks are searched by what they have; the pages would offer their variables, cases and tenants as well.
function limitSearches() {
  const scope = window.angular?.element(document.querySelector('[cam-widget-search]'))?.isolateScope?.();
  if (application !== 'tasklist' || !scope?.types || scope.types.length <= Object.keys(SEARCHES).length) {
    return;
  }
  scope.$applyAsync(() => {
    const offered = scope.types.filter((type) => type.id.key in SEARCHES);
    offered.forEach((type) => {
      type.id.value = SEARCHES[type.id.key];
      type.operators.filter((operator) => operator.key === 'Like').forEach((like) => (like.value = 'contains'));
    });
    scope.types.splice(0, scope.types.length, ...offered);
  });
}

let limitsMessages = false;

function limitMessages() {
  const notifications = limitsMessages ? null : messages();
  if (notifications) {
    limitsMessages = true;
    withoutMarkedFaults(notifications);
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
      limitSearches();
      limitMessages();
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
