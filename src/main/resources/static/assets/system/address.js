// The state of a list, kept in the address of the page, so that each view has a link.

/**
 * @param defaults every part of the state with its default, a string
 */
export function address(defaults) {
  const query = state => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(defaults)) {
      if (state[name] && state[name] !== value) {
        parameters.set(name, state[name]);
      }
    }
    return parameters.toString();
  };
  const href = state => query(state) ? `?${query(state)}` : location.pathname;
  return {
    /** The state in the address; a missing part has its default. */
    read: () => {
      const parameters = new URLSearchParams(location.search);
      return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, parameters.get(name) ?? value]));
    },
    /** The query string of a state, without parts that have their default. */
    query,
    /** The address of a state. */
    href,
    /** Changes the address; `push` adds an entry to the history, which the back button returns to. */
    write: (state, push = false) => {
      if (href(state) !== (location.search || location.pathname)) {
        history[push ? 'pushState' : 'replaceState'](null, '', href(state));
      }
    },
  };
}
