// Dialogs on the native element: focus stays inside, Esc closes, the focus returns to where it was.

import {element, fill} from './dom.js';

let opened = 0;

/**
 * Opens a dialog and returns the value of the button that closed it; null for Esc and for a click outside before
 * anything was entered.
 *
 * @param title   a question or a heading
 * @param content elements or strings between title and buttons
 * @param buttons {value, text, kind: 'primary' | 'danger' | 'plain'}; the first is the main action
 * @param options `wide`; `close(value, dialog)`: returns false, or a promise of false, to keep the dialog open
 */
export function open(title, content, buttons, {wide = false, close = () => true} = {}) {
  const before = document.activeElement;
  const id = `dialog-${++opened}`;
  return new Promise(answer => {
    const dialog = element('dialog', {class: `dialog${wide ? ' dialog-wide' : ''}`, 'aria-labelledby': id});
    const end = async (value, button) => {
      button?.setAttribute('aria-busy', 'true');
      const may = value === null || (await close(value, dialog)) !== false;
      button?.removeAttribute('aria-busy');
      if (may) {
        dialog.close();
        dialog.remove();
        before?.focus?.();
        answer(value);
      }
    };
    fill(dialog,
      element('h2', {id}, title),
      content,
      element('div', {class: 'dialog-actions'}, buttons.map(({value, text, kind = 'plain'}) => element('button', {
        type: 'button',
        class: `btn${kind === 'plain' ? '' : ` btn-${kind}`}`,
        onclick: event => end(value, event.currentTarget),
      }, text))));
    dialog.addEventListener('cancel', event => {
      event.preventDefault();
      end(null);
    });
    // a click beside the dialog closes it, but does not throw away what a person has entered
    let entered = false;
    dialog.addEventListener('input', () => {
      entered = true;
    });
    dialog.addEventListener('mousedown', event => {
      if (event.target === dialog && !entered && !inside(dialog, event)) {
        end(null);
      }
    });
    dialog.addEventListener('keydown', event => {
      if (event.key === 'Enter' && event.target.matches('input:not([type="checkbox"], [type="radio"], [type="file"])')) {
        event.preventDefault();
        end(buttons[0].value, dialog.querySelector('.dialog-actions button'));
      }
    });
    document.body.append(dialog);
    dialog.showModal();
    // what cannot be undone is not the first thing that Enter does
    const safe = buttons[0].kind === 'danger' ? dialog.querySelector('.dialog-actions .btn:last-child') : null;
    (dialog.querySelector('[autofocus]') ?? dialog.querySelector('input, select, textarea') ?? safe)?.focus();
  });
}

/** Asks before something that cannot be undone; returns whether the person confirmed. */
export async function confirm(title, text, action, {danger = true, cancel = 'Cancel'} = {}) {
  const answer = await open(title, element('p', {}, text), [
    {value: 'yes', text: action, kind: danger ? 'danger' : 'primary'},
    {value: null, text: cancel},
  ]);
  return answer === 'yes';
}

function inside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}
