// Elements without markup: text stays text.

/** Creates an element with attributes and children. Strings become text nodes; `on…` attributes become listeners. */
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
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

/** Replaces the children of an element. Skips null, undefined and false, which replaceChildren would write as text. */
export function fill(place, ...children) {
  place.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
}

/** An icon of icons.css, hidden from screen readers: a word must stand beside it. */
export function icon(name) {
  return element('span', {class: `icon icon-${name}`, 'aria-hidden': 'true'});
}
