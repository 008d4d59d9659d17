// Suggestions at the cursor while a person types FEEL: values of the column, inputs with type and example, functions.
// Ctrl+Space opens them, the arrow keys choose, Tab or Enter takes one, Esc closes.

import {element, fill} from '../system/dom.js';

const WORD = /[A-Za-z_"][\w."-]*$/;
const MOST = 40;

const FUNCTIONS = [
  ['not()', 'none of these values', 'not("NY", "NJ")'],
  ['date()', 'a text as a date', 'date(applicationDate)'],
  ['list contains(, )', 'whether a list has an item', 'list contains(tags, "low-income")'],
  ['contains(, )', 'whether a text has a part', 'contains(serialNumber, "TG")'],
  ['starts with(, )', 'how a text begins', 'starts with(postalCode, "100")'],
  ['matches(, )', 'whether a text has a form', 'matches(postalCode, "^1[0-4]")'],
  ['count()', 'number of items', 'count(manufacturerSlugs) > 0'],
  ['sum()', 'sum of numbers', 'sum([1, 2, 3])'],
  ['min()', 'smallest number', 'min(metadata.monthlyKwh, 500)'],
  ['max()', 'largest number', 'max(metadata.monthlyKwh, 500)'],
  ['string()', 'a value as text', '"Uses " + string(metadata.monthlyKwh)'],
  ['number()', 'a text as number', 'number("12")'],
  ['upper case()', 'a text in capitals', 'upper case(state)'],
  ['lower case()', 'a text in small letters', 'lower case(state)'],
  ['string length()', 'number of characters', 'string length(serialNumber) >= 5'],
  ['if  then  else ', 'one of two values', 'if state = "NY" then 1 else 0'],
  ['some x in  satisfies ', 'whether an item fits', 'some x in tags satisfies x = "vip"'],
  ['every x in  satisfies ', 'whether all items fit', 'every x in tags satisfies x != "test"'],
];

const CONDITIONS = [
  ['[1..10]', 'from 1 to 10', '[100..2000]'],
  ['>= ', 'at least', '>= 300'],
  ['< ', 'less than', '< 300'],
  ['not(null)', 'anything that is given', 'not(null)'],
];

export class Completion {
  /** @param inputs returns the inputs of the rule set: {name, type, description, example, values} */
  constructor(table, inputs) {
    this.table = table;
    this.inputs = inputs;
    this.list = element('ul', {class: 'completion', id: 'completion', role: 'listbox', 'aria-label': 'Suggestions', hidden: true});
    document.body.append(this.list);
    // before the editor, which moves to the next row at Enter and at the arrow keys
    document.addEventListener('keydown', event => this.key(event), true);
    table.container.addEventListener('input', event => this.open(event.target, false));
    table.container.addEventListener('focusin', event => this.open(event.target, false));
    table.container.addEventListener('focusout', event => {
      if (!this.list.contains(event.relatedTarget)) {
        this.close();
      }
    });
    table.container.addEventListener('scroll', () => this.close(), true);
    this.list.addEventListener('mousedown', event => {
      event.preventDefault();
      const at = [...this.list.children].indexOf(event.target.closest('li'));
      if (at >= 0) {
        this.take(at);
      }
    });
  }

  key(event) {
    const field = event.target;
    if (!field.isContentEditable || !this.table.container.contains(field)) {
      return;
    }
    if (event.key === ' ' && event.ctrlKey) {
      stop(event);
      this.open(field, true);
    } else if (this.list.hidden) {
      return;
    } else if (event.key === 'Escape') {
      stop(event);
      this.close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      stop(event);
      this.choose((this.chosen ?? (event.key === 'ArrowDown' ? -1 : 0)) + (event.key === 'ArrowDown' ? 1 : -1));
    } else if ((event.key === 'Enter' && this.chosen !== undefined) || (event.key === 'Tab' && !event.shiftKey && (this.chosen !== undefined || this.word))) {
      stop(event);
      this.take(this.chosen ?? 0);
    }
  }

  async open(field, asked) {
    if (!field?.isContentEditable) {
      return this.close();
    }
    const text = before(field);
    this.word = WORD.exec(text)?.[0] ?? '';
    this.field = field;
    const place = this.place(field);
    const words = this.word.replace(/"/g, '').toLowerCase();
    const empty = field.textContent.trim() === '';
    if (!place || (!asked && this.word === '' && !(empty && place.values.length > 0))) {
      return this.close();
    }
    const all = [
      ...place.values.map(value => ({text: value, note: 'value of the column'})),
      ...(place.reads ? (await this.inputs()).map(input => ({
        text: input.name, type: input.type, note: input.description, example: input.example,
      })) : []),
      ...(place.condition ? CONDITIONS.map(([insert, note, example]) => ({text: insert, note, example, raw: true})) : []),
      ...(empty && !asked ? [] : FUNCTIONS.map(([insert, note, example]) => ({text: insert, note, example, raw: true}))),
    ];
    const found = all.filter(item => item.text !== this.word && item.text.replace(/"/g, '').toLowerCase().includes(words))
      .sort((one, other) => starts(other, words) - starts(one, words)).slice(0, MOST);
    if (found.length === 0 || this.field !== field || !field.isConnected) {
      return this.close();
    }
    this.items = found;
    this.chosen = undefined;
    fill(this.list, found.map((item, at) => element('li', {id: `completion-${at}`, role: 'option', 'aria-selected': 'false'},
      element('code', {}, item.text),
      item.type && element('span', {class: 'completion-type'}, item.type),
      element('span', {class: 'completion-note'}, item.note,
        item.example !== undefined && item.example !== null && element('span', {}, ', such as ', element('code', {}, item.raw ? item.example : JSON.stringify(item.example)))))));
    this.list.hidden = false;
    this.move(field);
    field.setAttribute('aria-controls', 'completion');
  }

  /** What may be written at a field: values of the column, and whether inputs make sense. */
  place(field) {
    const cell = field.closest('td[data-col-id]');
    if (!cell) {
      // headings: an expression reads inputs; labels and names are free
      return field.closest('.input-expression, .ref-text, .dms-input, .input-edit') ? {values: [], reads: true, condition: false} : undefined;
    }
    const {column, shape} = this.table.at(cell);
    if (!column) {
      return undefined;
    }
    const at = shape.columns.indexOf(column);
    const texts = [...(column.values.match(/"[^"]*"/g) ?? []),
      ...shape.rows.map(row => row.cells[at]).filter(text => /^"[^"]{1,60}"$/.test(text))];
    const verdicts = column.name === 'status' ? ['"eligible"', '"ineligible"', '"manual"'] : column.name === 'decision' ? ['"approve"', '"review"'] : [];
    const values = [...new Set([...verdicts, ...texts])];
    return {values: column.name === 'reason' || column.name === 'code' ? [] : values, reads: true, condition: column.input};
  }

  move(field) {
    const range = getSelection().rangeCount > 0 && getSelection().getRangeAt(0);
    const caret = range && range.getClientRects()[0];
    const at = caret && caret.height > 0 ? caret : field.getBoundingClientRect();
    const below = at.bottom + 4 + this.list.offsetHeight <= innerHeight;
    this.list.style.left = `${Math.max(4, Math.min(at.left, innerWidth - this.list.offsetWidth - 4))}px`;
    this.list.style.top = `${below ? at.bottom + 4 : Math.max(4, at.top - 4 - this.list.offsetHeight)}px`;
  }

  choose(at) {
    const rows = [...this.list.children];
    this.chosen = (at + rows.length) % rows.length;
    rows.forEach((row, n) => row.setAttribute('aria-selected', String(n === this.chosen)));
    rows[this.chosen].scrollIntoView({block: 'nearest'});
    this.field.setAttribute('aria-activedescendant', `completion-${this.chosen}`);
  }

  take(at) {
    const item = this.items[at];
    this.close();
    this.field.focus();
    const selection = getSelection();
    for (let n = 0; n < this.word.length; n++) {
      selection.modify('extend', 'backward', 'character');
    }
    // as if typed: the editor takes it like any input
    document.execCommand('insertText', false, item.text);
    const hole = item.text.search(/\(\s*,|\(\)/);
    if (item.raw && hole >= 0) {
      for (let n = item.text.length; n > hole + 1; n--) {
        selection.modify('move', 'backward', 'character');
      }
    }
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.chosen = undefined;
    this.field?.removeAttribute('aria-activedescendant');
    this.field?.removeAttribute('aria-controls');
  }
}

const starts = (item, words) => Number(item.text.replace(/"/g, '').toLowerCase().startsWith(words));

function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** The text of a field up to the cursor. */
function before(field) {
  const selection = getSelection();
  if (selection.rangeCount === 0 || !field.contains(selection.focusNode)) {
    return field.textContent;
  }
  const range = document.createRange();
  range.selectNodeContents(field);
  range.setEnd(selection.focusNode, selection.focusOffset);
  return range.toString();
}
