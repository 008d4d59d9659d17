// The inputs that a table may read, with type, example and where they are read. A click writes one at the cursor.

import {element, fill} from '../system/dom.js';
import {inputsOf} from './inputs-form.js';

export function inputsPanel(bench) {
  let field;
  bench.table.container.addEventListener('focusin', event => {
    field = event.target.isContentEditable ? event.target : field;
  });
  return async panel => {
    const inputs = await inputsOf(bench);
    const columns = bench.table.allColumns();
    const list = element('ul', {class: 'inputs-list'});
    const search = element('input', {class: 'form-control', type: 'search', 'aria-label': 'Find an input', placeholder: 'Find an input', oninput: () => show()});
    const show = () => {
      const words = search.value.trim().toLowerCase();
      const found = inputs.filter(input => `${input.name} ${input.description}`.toLowerCase().includes(words));
      fill(list, found.length === 0 ? element('li', {class: 'muted'}, 'No input has these words.') : found.map(input => row(input, columns)));
    };
    const row = input => {
      const read = columns.filter(column => column.expression && new RegExp(`(^|[^\\w.])${input.name.replace(/\./g, '\\.')}(?![\\w.])`).test(column.expression)).length;
      return element('li', {},
        element('button', {type: 'button', class: 'link', disabled: !bench.writes, title: 'Write it at the cursor', onmousedown: event => event.preventDefault(), onclick: () => write(input.name)},
          element('code', {}, input.name)),
        element('span', {class: 'completion-type'}, input.type),
        element('p', {}, input.description, input.askedBy ? ` (asked by ${input.askedBy})` : ''),
        element('p', {class: 'muted'},
          input.example === undefined || input.example === null ? null : ['Example: ', element('code', {}, JSON.stringify(input.example))],
          input.values?.length > 0 ? [' Values: ', element('code', {}, input.values.map(value => JSON.stringify(value)).join(', '))] : null,
          read > 0 ? ` Read by ${read === 1 ? 'one column' : `${read} columns`}.` : null));
    };
    const write = name => {
      if (field?.isConnected) {
        field.focus();
        document.execCommand('insertText', false, name);
      }
    };
    show();
    panel.replaceChildren(element('p', {class: 'muted'}, 'Everything that a cell can read. A click writes the name into the cell with the cursor.'), search, list);
  };
}
