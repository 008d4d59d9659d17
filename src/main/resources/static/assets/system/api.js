// Calls of the API as the signed-in person: session cookie, CSRF token, problem+json as sentences, If-Match, abort.

const token = () => document.querySelector('meta[name="csrf"]')?.content ?? '';

/** A refusal of the API, or a failed connection. `message` is a sentence for people. */
export class Refusal extends Error {
  /**
   * @param status  HTTP status; 0 if no answer arrived
   * @param problem the problem document, or {}
   */
  constructor(status, problem) {
    const faults = (problem.errors ?? []).map(sentence);
    super(faults.length > 0 ? faults.join(' ') : problem.detail ?? FALLBACK[status] ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem.code;
    this.problem = problem;
    /** Sentences by field: the first segments of the pointer, such as `address.zip`. */
    this.fields = new Map((problem.errors ?? []).map(fault => [fault.pointer.slice(1).replaceAll('/', '.'), sentence(fault)]));
  }
}

const FALLBACK = {
  0: 'The server cannot be reached. Check the connection and try again.',
  401: 'Your session has ended. Sign in again.',
  403: 'Your roles do not include this.',
  404: 'This does not exist any more.',
  409: 'Another person changed this meanwhile. Load the page again.',
  412: 'Another person changed this meanwhile. Load the page again.',
  429: 'Too many requests. Wait a moment and try again.',
  500: 'Something went wrong on our side. Nothing changed.',
  503: 'Not available right now. Try again in a moment.',
};

/** `/monthlyKwh must be a number` becomes `Monthly kwh must be a number.` */
function sentence(fault) {
  const words = fault.pointer.split('/').filter(Boolean).map(part => part.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
  const text = `${words.join(', ')} ${fault.message}`.trim();
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** Calls the API; returns JSON, or text if the answer is not JSON. */
export async function call(method, path, body, options = {}) {
  return (await exchange(method, path, body, typeof options === 'string' ? {type: options} : options)).body;
}

/**
 * Calls the API; returns {body, tag, headers}.
 *
 * @param body    an object is sent as JSON; a string or a file as it is, with `type`; FormData as a form
 * @param options `type`: media type of the body; `ifMatch`: changes only what has this tag, otherwise the server answers 412;
 *                `once`: Idempotency-Key, a retry with it has the same effect once; `signal`: of an AbortController;
 *                `keepalive`: goes on when the person leaves the page
 * @throws Refusal for any answer that is no success; an AbortError if the signal aborted
 */
export async function exchange(method, path, body, {type = 'application/json', ifMatch, once, signal, keepalive = false} = {}) {
  const headers = {Accept: 'application/json, application/xml;q=0.9, text/csv;q=0.8', 'X-CSRF-TOKEN': token()};
  if (ifMatch) {
    headers['If-Match'] = ifMatch;
  }
  if (once) {
    headers['Idempotency-Key'] = once;
  }
  // of a form the browser states the type itself, with its boundary
  if (body !== undefined && !(body instanceof FormData)) {
    headers['Content-Type'] = type;
  }
  const isText = body === undefined || typeof body === 'string' || body instanceof Blob || body instanceof FormData;
  let response;
  try {
    response = await fetch(path, {method, headers, keepalive, signal, body: isText ? body : JSON.stringify(body)});
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Refusal(0, {});
  }
  if (response.status === 401) {
    location.assign(`/login?continue=${encodeURIComponent(location.pathname + location.search)}`);
  }
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
  if (!response.ok) {
    throw new Refusal(response.status, isJson ? await response.json() : {});
  }
  return {
    body: await (isJson ? response.json() : response.text()),
    tag: response.headers.get('ETag'),
    headers: response.headers,
  };
}

/** Runs one request at a time: a new call aborts the one before, whose caller never hears of it. */
export function latest(work) {
  let running;
  return async (...values) => {
    running?.abort();
    const mine = running = new AbortController();
    try {
      return await work(mine.signal, ...values);
    } catch (failure) {
      if (mine.signal.aborted) {
        return new Promise(() => {});
      }
      throw failure;
    }
  };
}

/** A value for `once`. Works over http too, where crypto.randomUUID does not. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
