// Shared by all pages of the console: calls of the API with the session's CSRF token, and simple forms.

const token = () => document.querySelector('meta[name="csrf"]').content;

/** An error response of the API, as a sentence. */
export class Refusal extends Error {
  constructor(status, problem) {
    const faults = (problem.errors ?? []).map(fault => `${fault.pointer.slice(1)} ${fault.message}`.trim());
    super(faults.length > 0 ? faults.join('; ') : problem.detail ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code;
    this.problem = problem;
  }
}

/** Calls the API as the signed-in user; returns JSON, or text if the response is not JSON. */
export async function call(method, path, body, type = 'application/json') {
  return (await exchange(method, path, body, {type})).body;
}

/**
 * The same with the entity tag: answers {body, tag}. With `ifMatch` the call changes what has that tag, or answers 412.
 * A file is sent as its bytes, so that its encoding is the server's to read.
 */
export async function exchange(method, path, body, {type = 'application/json', ifMatch} = {}) {
  const headers = {Accept: 'application/json, application/xml;q=0.9, text/csv;q=0.8', 'X-CSRF-TOKEN': token()};
  if (ifMatch) {
    headers['If-Match'] = ifMatch;
  }
  if (body !== undefined) {
    headers['Content-Type'] = type;
  }
  const response = await fetch(path, {
    method,
    headers,
    body: body === undefined || typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
  });
  if (response.status === 401) {
    location.assign(`/login?continue=${encodeURIComponent(location.pathname)}`);
  }
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
  if (!response.ok) {
    throw new Refusal(response.status, isJson ? await response.json() : {});
  }
  return {body: await (isJson ? response.json() : response.text()), tag: response.headers.get('ETag')};
}

/** Replaces the children of an element. Skips null and undefined, which replaceChildren would write as text. */
export function fill(place, ...children) {
  place.replaceChildren(...children.flat().filter(child => child !== null && child !== undefined));
}

/** Creates an element with attributes and children. Strings become text nodes, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value !== undefined && value !== null) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined));
  return made;
}

/** Runs `work` when a form is submitted, and shows its errors in the form. */
function onSubmit(form, work) {
  form?.addEventListener('submit', async event => {
    event.preventDefault();
    const fault = form.querySelector('.fault');
    try {
      await work(Object.fromEntries(new FormData(form)));
    } catch (refusal) {
      fault.textContent = refusal.message;
      fault.hidden = false;
    }
  });
}

onSubmit(document.querySelector('[data-new-rule-set]'), async values => {
  const made = await call('POST', '/ruleSets', values);
  location.assign(`/console/rules/${made.slug}`);
});

onSubmit(document.querySelector('[data-password]'), async values => {
  await call('POST', '/session/password', values);
  location.assign('/login');
});

document.querySelector('[data-workspace-choice] select')?.addEventListener('change', async event => {
  await call('POST', '/session/workspace', {workspaceId: event.target.value});
  location.assign('/console');
});
