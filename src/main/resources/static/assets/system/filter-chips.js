// Filters of a list as chips: each opens a small menu, a chosen one says its value. The page keeps them in the address.

import {element, fill, icon} from './dom.js';
import {anchor} from './menu.js';

let made = 0;

/**
 * Fills a bar with chips.
 *
 * @param bar     the element
 * @param filters {name, title, sign, kind: 'choice' | 'choices' | 'text' | 'days', options: [[value, text]], hint}; `choices`
 *                are kept separated by commas, `days` as `nameFrom` and `nameTo`
 * @param changed called with the changed parts of the state
 * @returns a function that shows a state in the chips
 */
export function filterChips(bar, filters, changed) {
  const chips = filters.map(filter => chip(filter, changed));
  fill(bar, chips.map(({parts}) => parts), element('button', {
    type: 'button', class: 'btn btn-sm btn-quiet', 'data-reset': true, hidden: true,
    onclick: () => changed(Object.fromEntries(filters.flatMap(namesOf).map(name => [name, '']))),
  }, 'Clear filters'));
  return state => {
    chips.forEach(({show}) => show(state));
    bar.querySelector('[data-reset]').hidden = !filters.flatMap(namesOf).some(name => state[name]);
  };
}

/** The parts of the state that a filter keeps. */
export const namesOf = ({name, kind}) => kind === 'days' ? [`${name}From`, `${name}To`] : [name];

function chip(filter, changed) {
  const id = `filter-${++made}`;
  const button = element('button', {type: 'button', class: 'chip', popovertarget: id, 'aria-expanded': 'false', 'data-filter': filter.name});
  const menu = element('div', {class: 'menu menu-anchored filter-menu', id, popover: '', role: 'group', 'aria-label': filter.title});
  anchor(menu, button);
  let state = {};
  const choose = part => {
    changed(part);
  };
  menu.addEventListener('toggle', event => {
    if (event.newState === 'open') {
      fill(menu, CONTENT[filter.kind](filter, state, choose, () => menu.hidePopover()));
      menu.querySelector('input, button')?.focus();
    }
  });
  return {
    parts: [button, menu],
    show: now => {
      state = now;
      const words = value(filter, now);
      button.classList.toggle('chip-chosen', Boolean(words));
      fill(button, filter.sign && icon(filter.sign), element('span', {class: 'truncate'}, words ? `${filter.title}: ${words}` : filter.title), icon('chevron-down'));
    },
  };
}

const CONTENT = {
  choice: ({name, options}, state, choose, close) => options.map(([value, text]) => element('button', {
    type: 'button', class: 'menu-item', 'aria-pressed': String((state[name] ?? '') === value), onclick: () => {
      close();
      choose({[name]: (state[name] ?? '') === value ? '' : value});
    },
  }, element('span', {class: 'truncate'}, text), (state[name] ?? '') === value && icon('check-lg'))),
  choices: ({name, options}, state, choose) => options.map(([value, text]) => element('label', {class: 'menu-item form-check'},
    element('input', {type: 'checkbox', class: 'form-check-input', value, checked: (state[name] ?? '').split(',').includes(value), onchange: event => {
      const chosen = [...event.target.closest('.filter-menu').querySelectorAll('input:checked')].map(input => input.value);
      choose({[name]: chosen.join(',')});
    }}),
    element('span', {class: 'form-check-label'}, text))),
  text: ({name, title, hint}, state, choose, close) => element('form', {class: 'filter-form', onsubmit: event => {
    event.preventDefault();
    close();
    choose({[name]: event.target.elements[name].value.trim()});
  }},
  element('label', {class: 'form-label', for: `filter-${name}`}, title),
  hint && element('span', {class: 'form-hint'}, hint),
  element('input', {class: 'form-control', id: `filter-${name}`, name, value: state[name] ?? '', maxlength: '100', autocomplete: 'off'}),
  element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-sm btn-primary'}, 'Apply'))),
  days: ({name}, state, choose, close) => element('form', {class: 'filter-form', onsubmit: event => {
    event.preventDefault();
    close();
    choose({[`${name}From`]: event.target.elements.from.value, [`${name}To`]: event.target.elements.to.value});
  }},
  element('label', {class: 'form-label', for: `filter-${name}-from`}, 'From'),
  element('input', {type: 'date', class: 'form-control', id: `filter-${name}-from`, name: 'from', value: state[`${name}From`] ?? ''}),
  element('label', {class: 'form-label', for: `filter-${name}-to`}, 'To, this day included'),
  element('input', {type: 'date', class: 'form-control', id: `filter-${name}-to`, name: 'to', value: state[`${name}To`] ?? ''}),
  element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-sm btn-primary'}, 'Apply'))),
};

/** What the chip says; empty without a choice. */
function value({name, kind, options = []}, state) {
  if (kind === 'days') {
    const [from, to] = [state[`${name}From`], state[`${name}To`]];
    return from && to ? `${from} – ${to}` : from ? `from ${from}` : to ? `to ${to}` : '';
  }
  if (!state[name]) {
    return '';
  }
  const known = new Map(options);
  const chosen = kind === 'choices' ? state[name].split(',') : [state[name]];
  const first = known.get(chosen[0]) ?? chosen[0];
  return chosen.length > 1 ? `${first} +${chosen.length - 1}` : first;
}
