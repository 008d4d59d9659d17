// Short messages in the strip below the page. They say what happened and can offer Undo.

import {element, icon} from './dom.js';

const SIGNS = {success: 'check-circle', danger: 'exclamation-circle', info: 'info-circle'};

/**
 * Shows a message. It leaves after `seconds`, not while the pointer or the focus is in it; a failure stays until closed.
 *
 * @param text    one sentence
 * @param options `kind`: success, danger or info; `action`: {text, run}, such as Undo, or several; `seconds`: 0 stays;
 *                `done`: called once when the message leaves without its action
 * @returns a function that removes the message
 */
export function toast(text, {kind = 'success', action, seconds = kind === 'danger' ? 0 : 6, done = () => {}} = {}) {
  const strip = document.querySelector('.toasts');
  let left = seconds * 1000;
  let since;
  let timer;
  const remove = acted => {
    clearTimeout(timer);
    if (message.isConnected) {
      message.remove();
      if (!acted) {
        done();
      }
    }
  };
  const message = element('div', {class: `toast toast-${kind}`, role: kind === 'danger' && 'alert'},
    icon(SIGNS[kind]),
    element('span', {}, text),
    [action ?? []].flat().map(({text: words, run}) => element('button', {type: 'button', class: 'btn btn-sm', onclick: () => {
      remove(true);
      run();
    }}, words)),
    element('button', {type: 'button', class: 'btn btn-sm btn-icon', 'aria-label': 'Close the message', onclick: () => remove(false)}, icon('x-lg')));
  const start = () => {
    if (seconds > 0) {
      since = Date.now();
      timer = setTimeout(() => remove(false), left);
    }
  };
  const hold = () => {
    clearTimeout(timer);
    left -= Date.now() - (since ?? Date.now());
  };
  message.addEventListener('pointerenter', hold);
  message.addEventListener('pointerleave', start);
  message.addEventListener('focusin', hold);
  message.addEventListener('focusout', start);
  strip.append(message);
  start();
  return () => remove(true);
}
