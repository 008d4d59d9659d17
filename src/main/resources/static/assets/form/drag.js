// Sorting by dragging a handle, with mouse, pen and finger. By keyboard the lists have buttons of their own.

import {element} from '../system/dom.js';

const START = 4;
const EDGE = 60;

/**
 * Makes the items of some lists sortable, also from one list to another.
 *
 * @param root     element that contains the lists; lists may come and go
 * @param options  `list`: selector of lists, `item`: of their items, `handle`: of what is dragged;
 *                 `drop(item, list, index)`: called with the item, the list and the index that it gets there. A list has
 *                 `data-list` with the `data-kind` of the items that it takes; an element with `data-takes` takes an item
 *                 as a whole, with the index -1
 */
export function sortable(root, {list, item, handle, drop}) {
  root.addEventListener('pointerdown', event => {
    const grip = event.target.closest(handle);
    const dragged = grip?.closest(item);
    if (!dragged || event.button !== 0 || !root.contains(dragged)) {
      return;
    }
    event.preventDefault();
    begin(event, dragged);
  });

  function begin(first, dragged) {
    const mark = element('div', {class: 'drop-mark', 'aria-hidden': 'true'});
    let started = false;
    let target = null;
    const move = event => {
      if (!started && Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY) < START) {
        return;
      }
      if (!started) {
        started = true;
        dragged.classList.add('dragged');
        document.body.classList.add('dragging');
      }
      scroll(event.clientY);
      target = find(event.clientX, event.clientY, dragged, mark);
    };
    const end = event => {
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', end);
      document.removeEventListener('pointercancel', end);
      document.removeEventListener('keydown', escape, true);
      mark.remove();
      clear();
      dragged.classList.remove('dragged');
      document.body.classList.remove('dragging');
      if (started && target && event?.type === 'pointerup') {
        drop(dragged, target.list, target.index);
      }
    };
    const escape = event => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        end();
      }
    };
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', end);
    document.addEventListener('pointercancel', end);
    document.addEventListener('keydown', escape, true);
  }

  /** Where the item would get: a list with an index among its other items, or a place that takes it as a whole. */
  function find(x, y, dragged, mark) {
    const under = document.elementFromPoint(x, y);
    clear();
    const whole = under?.closest(`[data-takes="${dragged.dataset.kind}"]`);
    if (whole) {
      mark.remove();
      whole.classList.add('drop-here');
      return {list: whole, index: -1};
    }
    const place = under?.closest(list);
    if (!place || place.dataset.list !== dragged.dataset.kind) {
      mark.remove();
      return null;
    }
    const items = [...place.querySelectorAll(`:scope > ${item}`)].filter(one => one !== dragged);
    const next = items.findIndex(one => {
      const box = one.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    if (next < 0) {
      place.append(mark);
    } else {
      items[next].before(mark);
    }
    return {list: place, index: next < 0 ? items.length : next};
  }

  function clear() {
    root.querySelectorAll('.drop-here').forEach(place => place.classList.remove('drop-here'));
  }

  function scroll(y) {
    const step = y < EDGE ? -12 : y > innerHeight - EDGE ? 12 : 0;
    if (step !== 0) {
      scrollBy(0, step);
    }
  }
}
