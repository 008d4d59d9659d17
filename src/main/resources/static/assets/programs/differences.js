// What differs between two documents: objects are looked into, lists are one value.

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Returns {path, from, to} for each value that differs; `from` or `to` is undefined where a document has none. */
export function differences(before, after, path = []) {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(name => differences(before[name], after[name], [...path, name]));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{path, from: before, to: after}];
}

/** The merge patch that makes `after` of `before`: null removes. */
export function mergePatch(before, after) {
  const patch = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!(name in after)) {
      patch[name] = null;
    } else if (isObject(before[name]) && isObject(after[name])) {
      const inner = mergePatch(before[name], after[name]);
      if (Object.keys(inner).length > 0) {
        patch[name] = inner;
      }
    } else if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) {
      patch[name] = after[name];
    }
  }
  return patch;
}

/** The value at a path; undefined where there is none. */
export const valueAt = (document, path) => path.reduce((at, name) => (at === null || at === undefined ? undefined : at[name]), document);

/** Sets the value at a path of a document of objects. */
export function setAt(document, path, value) {
  let at = document;
  for (const name of path.slice(0, -1)) {
    at = at[name] ??= {};
  }
  at[path.at(-1)] = value;
}

/** `/incentive/amount` as names. */
export const pathOf = pointer => pointer.split('/').slice(1).map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));

export const pointerOf = path => path.map(part => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
