// Pages and questions: choosing, adding, sorting by dragging and by keyboard.

import {element, fill, icon} from '../system/dom.js';
import {anchor} from '../system/menu.js';
import {sortable} from './drag.js';
import {missing, say, textIn, withText} from './model.js';
import {TYPES, conditionWords, memberWords, typeOf} from './types.js';

/**
 * @param places  {pages, head, fields}: elements for the list of pages, the texts of a page, and its questions
 * @param context {model, state: {page, field}, tags(), may, faults(), unread(): names, actions, announce}
 */
export function makeLists(places, context) {
  const {model, state, may, actions, announce} = context;
  if (may) {
    sortable(places.root, {list: '[data-list]', item: '[data-kind]', handle: '[data-grip]', drop});
  }

  function drop(item, list, index) {
    if (item.dataset.kind === 'page') {
      movePage(Number(item.dataset.index), index);
    } else if (index < 0) {
      actions.moveField(model.at(state.page, Number(item.dataset.index)), Number(list.dataset.index), Infinity);
    } else {
      actions.moveField(model.at(state.page, Number(item.dataset.index)), state.page, index);
    }
  }

  function movePage(from, to) {
    const page = model.pages[from];
    if (from === to) {
      return;
    }
    const open = model.pages[state.page];
    model.change(form => form.pages.splice(to, 0, ...form.pages.splice(from, 1)));
    state.page = model.pages.indexOf(open);
    actions.redraw();
    announce(`${titleOf(page, model.pages.indexOf(page))} is now page ${to + 1} of ${model.pages.length}.`);
  }

  const titleOf = (page, n) => say(page.title, context.tags()) || `Page ${n + 1}`;

  function drawPages() {
    const faults = context.faults();
    fill(places.pages,
      element('ol', {class: 'page-list', 'data-list': 'page'}, model.pages.map((page, n) => element('li', {
        class: `page-item${n === state.page ? ' chosen' : ''}`, 'data-kind': 'page', 'data-takes': n === state.page ? undefined : 'field', 'data-index': n},
      may && element('span', {class: 'grip', 'data-grip': true, 'aria-hidden': 'true', title: 'Drag to sort'}, icon('grip-vertical')),
      element('button', {type: 'button', class: 'page-choice', 'aria-current': n === state.page ? 'true' : undefined, onclick: () => actions.openPage(n)},
        element('span', {class: 'page-number', 'aria-hidden': 'true'}, n + 1),
        element('span', {class: 'truncate'}, titleOf(page, n)),
        faults.some(fault => fault.page === n) && element('span', {class: 'fault-mark'}, icon('exclamation-triangle'), element('span', {class: 'unseen'}, 'has something to correct')))))),
      may && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => {
        model.change(form => form.pages.splice(state.page + 1, 0, {title: undefined, fields: []}));
        actions.openPage(state.page + 1);
        announce(`Page ${state.page + 1} added.`);
        places.head.querySelector('input, textarea')?.focus();
      }}, icon('plus-lg'), 'Add a page'));
  }

  function drawHead() {
    const page = model.pages[state.page];
    const n = state.page;
    const tags = context.tags();
    const change = (member, tag) => event => model.change(form => {
      const text = withText(form.pages[n][member], tag, event.target.value, tags);
      if (text === undefined) {
        delete form.pages[n][member];
      } else {
        form.pages[n][member] = text;
      }
    }, `page-${n}-${member}-${tag}`);
    const text = (member, words, tag, multi) => {
      const id = `page-${member}-${tag}`;
      const label = tags.length > 1 ? `${words} in ${context.names(tag)}` : words;
      const attributes = {id, class: `form-control${missing(page[member], tags).includes(tag) ? ' untranslated' : ''}`, lang: tag, dir: 'auto', maxlength: multi ? 2000 : 200, autocomplete: 'off', disabled: !may, oninput: change(member, tag)};
      return element('div', {class: 'field'}, element('label', {class: 'form-label', for: id}, label, element('span', {class: 'optional'}, ' (optional)')),
        multi ? element('textarea', {...attributes, rows: 2}, textIn(page[member], tag, tags)) : element('input', {...attributes, value: textIn(page[member], tag, tags)}));
    };
    const moves = may && element('div', {class: 'page-moves'},
      element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', 'aria-label': 'Move the page up', title: 'Move the page up', disabled: n === 0, onclick: () => keep('[aria-label="Move the page up"]', () => movePage(n, n - 1))}, icon('arrow-up')),
      element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', 'aria-label': 'Move the page down', title: 'Move the page down', disabled: n === model.pages.length - 1, onclick: () => keep('[aria-label="Move the page down"]', () => movePage(n, n + 1))}, icon('arrow-down')),
      element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', 'aria-label': 'Delete the page', title: 'Delete the page', disabled: model.pages.length === 1, onclick: () => actions.removePage(n)}, icon('trash')));
    fill(places.head,
      element('div', {class: 'page-head-row'}, element('h2', {}, `Page ${n + 1} of ${model.pages.length}`), moves),
      element('div', {class: 'page-texts'}, tags.map(tag => text('title', 'Title', tag, false))),
      element('div', {class: 'page-texts'}, tags.map(tag => text('intro', 'Text above the questions', tag, true))));
  }

  /** The focus stays on the button after the lists were drawn anew. */
  function keep(selector, work) {
    work();
    const button = places.head.querySelector(selector);
    (button?.disabled ? places.head.querySelector('button:not(:disabled)') : button)?.focus();
  }

  /** A button of a question that is drawn anew keeps the focus. */
  function drawFields() {
    const focused = places.fields.contains(document.activeElement) ? document.activeElement : null;
    const name = focused?.closest('[data-name]')?.dataset.name;
    const place = name && buttons(name).indexOf(focused);
    fillFields();
    if (name) {
      buttons(name)[place]?.focus();
    }
  }

  const buttons = name => [...places.fields.querySelectorAll(`[data-name="${CSS.escape(name)}"] button`)];

  function fillFields() {
    const page = model.pages[state.page];
    const tags = context.tags();
    const faults = context.faults();
    const unread = context.unread();
    fill(places.fields,
      element('ol', {class: 'field-list', 'data-list': 'field', 'aria-label': 'Questions'}, page.fields.map((field, n) => {
        const type = typeOf(field);
        const label = say(field.label, tags) || 'No text yet';
        const bad = faults.filter(fault => fault.page === state.page && fault.field === n);
        const lacking = [...new Set([field.label, field.help, ...(field.options ?? []).map(option => option.label)].flatMap(text => missing(text, tags)))];
        return element('li', {class: `field-item${field === state.field ? ' chosen' : ''}`, 'data-kind': 'field', 'data-index': n, 'data-name': field.name},
          may && element('span', {class: 'grip', 'data-grip': true, 'aria-hidden': 'true', title: 'Drag to sort'}, icon('grip-vertical')),
          element('button', {type: 'button', class: 'field-choice', 'aria-current': field === state.field ? 'true' : undefined, onclick: () => actions.openField(field)},
            icon(type.icon),
            element('span', {class: 'field-words'},
              element('span', {class: 'field-label'}, label, field.required && element('span', {class: 'required-mark'}, element('span', {'aria-hidden': 'true'}, ' *'), element('span', {class: 'unseen'}, ', must be answered'))),
              element('span', {class: 'field-facts'}, `${type.words} · ${memberWords(field.name)}`, field.visibleWhen !== undefined && ` · ${conditionWords(field.visibleWhen, model.fields, text => say(text, tags))}`),
              element('span', {class: 'badges'},
                bad.length > 0 && element('span', {class: 'badge badge-danger'}, icon('exclamation-triangle'), bad.length === 1 ? '1 thing to correct' : `${bad.length} things to correct`),
                lacking.length > 0 && element('span', {class: 'badge badge-warning'}, icon('translate'), `No ${lacking.map(context.names).join(', ')} text`),
                unread.has(field.name) && element('span', {class: 'badge badge-neutral', title: 'No condition of the rules reads this answer. Reviewers see it.'}, icon('eye'), 'Not read by the rules')))),
          may && element('span', {class: 'field-moves'},
            element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', 'aria-label': `Move up: ${label}`, title: 'Move up', onclick: () => step(field, -1)}, icon('arrow-up')),
            element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', 'aria-label': `Move down: ${label}`, title: 'Move down', onclick: () => step(field, 1)}, icon('arrow-down'))));
      })),
      page.fields.length === 0 && element('p', {class: 'nothing'}, 'This page has no questions yet.'),
      may && adder());
  }

  /** One place up or down; past the end of a page to the next one. */
  function step(field, by) {
    const {page, index} = model.place(field);
    const fields = model.pages[page].fields;
    if (index + by >= 0 && index + by < fields.length) {
      actions.moveField(field, page, index + by);
    } else if (model.pages[page + by]) {
      actions.moveField(field, page + by, by < 0 ? Infinity : 0);
    } else {
      announce(by < 0 ? 'It is the first question.' : 'It is the last question.');
      return;
    }
    const button = places.fields.querySelectorAll(`.field-item[data-name="${CSS.escape(field.name)}"] .field-moves button`)[by < 0 ? 0 : 1];
    button?.focus();
  }

  function adder() {
    const id = 'add-menu';
    const button = element('button', {type: 'button', class: 'btn', 'data-add': true, popovertarget: id, 'aria-expanded': 'false'}, icon('plus-lg'), 'Add a question');
    const menu = element('div', {class: 'menu add-menu', id, popover: 'auto', role: 'group', 'aria-label': 'Type of the question'}, Object.entries(TYPES).map(([type, {words, icon: sign}]) =>
        element('button', {type: 'button', class: 'menu-item', 'data-type': type, onclick: () => {
          document.getElementById(id).hidePopover();
          actions.addField({type});
        }}, icon(sign), words)));
    anchor(menu, button);
    return element('div', {class: 'adder'}, button, menu);
  }

  return {
    draw() {
      drawPages();
      drawHead();
      drawFields();
    },
    drawPages,
    drawFields,
  };
}
