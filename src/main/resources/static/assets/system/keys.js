// Single keys, off while a person types and while a dialog is open. `?` shows the keys of the page.

import {open} from './dialog.js';
import {element} from './dom.js';

const groups = new Map();

/**
 * Registers keys of a page.
 *
 * @param group heading in the help
 * @param keys  {'j': ['Next application', handler], 'g h': […], …}; two keys in sequence are separated by a space;
 *              Enter, Escape, ArrowUp and so on have the names of KeyboardEvent.key
 * @returns a function that removes them
 */
export function keys(group, entries) {
  groups.set(group, {...groups.get(group), ...entries});
  return () => Object.keys(entries).forEach(key => delete groups.get(group)?.[key]);
}

const typing = target => target.closest('input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]');

let first;
let firstAt = 0;

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !(event.target instanceof Element)
      || typing(event.target) || document.querySelector('dialog[open]')) {
    return;
  }
  const sequence = first && Date.now() - firstAt < 1000 ? `${first} ${event.key}` : event.key;
  const [, handler] = find(sequence) ?? find(event.key) ?? [];
  first = event.key;
  firstAt = Date.now();
  if (handler) {
    event.preventDefault();
    first = undefined;
    handler(event);
  }
});

function find(key) {
  return [...groups.values()].map(entries => entries[key]).find(Boolean);
}

/** Shows the keys of the page. */
export function showKeys() {
  // those of the page itself come first
  open('Keyboard', element('div', {class: 'shortcuts'},
    [...groups].filter(([, entries]) => Object.keys(entries).length > 0).reverse().map(([group, entries]) => element('section', {},
      element('h3', {}, group),
      element('dl', {}, Object.entries(entries).map(([key, [words]]) => [
        element('dt', {}, words),
        element('dd', {}, key.split(' ').flatMap((part, n) => [n > 0 ? ' then ' : '', element('kbd', {}, LABELS[part] ?? part)])),
      ]))))), [{value: null, text: 'Close'}], {wide: true});
}

const LABELS = {ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc'};
