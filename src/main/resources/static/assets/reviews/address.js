// The filters of the inbox and the open application, kept in the address, so that each view has a link.

const DEFAULTS = {tab: 'all', q: '', programInstanceId: '', sort: 'age', flag: '', open: ''};

/** The state in the address; a missing part has its default. */
export function read() {
  const parameters = new URLSearchParams(location.search);
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, parameters.get(name) ?? value]));
}

/** The query string of a state, without parts that have their default. */
export function query(state) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (state[name] && state[name] !== value) {
      parameters.set(name, state[name]);
    }
  }
  return parameters.toString();
}

/** The address of a state. */
export function href(state) {
  const parameters = query(state);
  return parameters ? `?${parameters}` : location.pathname;
}

/** Changes the address; `push` adds an entry to the history, which the back button returns to. */
export function write(state, push = false) {
  if (href(state) !== (location.search || location.pathname)) {
    history[push ? 'pushState' : 'replaceState'](null, '', href(state));
  }
}
