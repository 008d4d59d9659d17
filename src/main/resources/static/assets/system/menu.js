// A menu below or above its button: the popover opens in the top layer, so its place is computed.

import {element, icon} from './dom.js';

const GAP = 4;

/** Places a popover at a button each time it opens. */
export function anchor(menu, button) {
  menu.addEventListener('toggle', event => {
    button.setAttribute('aria-expanded', String(event.newState === 'open'));
    if (event.newState === 'open') {
      const at = button.getBoundingClientRect();
      const below = at.bottom + GAP + menu.offsetHeight <= innerHeight;
      menu.style.top = `${below ? at.bottom + GAP : Math.max(GAP, at.top - GAP - menu.offsetHeight)}px`;
      const fits = at.left + menu.offsetWidth + GAP <= innerWidth;
      menu.style.left = `${Math.max(GAP, fits ? at.left : at.right - menu.offsetWidth)}px`;
    }
  });
}

let made = 0;

/** A button with a menu of items. */
export function menuButton(content, items) {
  const id = `menu-${++made}`;
  const menu = element('div', {class: 'menu menu-anchored', id, popover: ''}, items);
  menu.addEventListener('click', () => menu.hidePopover());
  const button = element('button', {type: 'button', class: 'btn btn-quiet', popovertarget: id, 'aria-expanded': 'false'}, content);
  anchor(menu, button);
  return [button, menu];
}

/** The further actions of a row: three dots with a name for screen readers. */
export function rowMenu(name, items) {
  const made = menuButton([icon('three-dots'), element('span', {class: 'unseen'}, name)], items);
  made[0].classList.add('btn-sm', 'btn-icon');
  return made;
}
