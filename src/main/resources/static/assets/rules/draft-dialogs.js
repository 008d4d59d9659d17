// Dialogs that ask before a draft is replaced. Escape cancels.

import {confirm, open} from '../system/dialog.js';
import {element} from '../system/dom.js';

export async function askReplace(name) {
  return confirm('Replace the draft?', `The draft becomes ${name}. You can undo this until you leave the page.`, 'Replace',
    {danger: false, cancel: 'Keep the draft'});
}

/** Returns 'mine', 'theirs', or null if cancelled. */
export function askConflict(who, mine, theirs) {
  const differences = differing(read(mine), read(theirs));
  return open(`${who} changed this draft, too`, [
    element('p', {}, 'Your changes are not saved yet. This is where the two differ:'),
    element('div', {class: 'table-frame table-frame-scroll', tabindex: '0', role: 'region', 'aria-label': 'Differences'},
      element('table', {class: 'table table-dense'},
        element('thead', {}, element('tr', {}, ...['Where', 'Yours', 'Theirs'].map(word => element('th', {scope: 'col'}, word)))),
        element('tbody', {}, differences.length > 0
          ? differences.map(({where, own, other}) => element('tr', {},
              element('th', {scope: 'row'}, where), element('td', {}, own), element('td', {}, other)))
          : element('tr', {}, element('td', {colspan: 3}, 'The cells are the same.'))))),
  ], [
    {value: 'mine', text: 'Keep mine', kind: 'primary'},
    {value: 'theirs', text: 'Take theirs'},
    {value: null, text: 'Decide later'},
  ], {wide: true});
}

/** Returns the cells of all tables by table, rule and column, as text. */
function read(xml) {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  const tables = [...parsed.getElementsByTagNameNS('*', 'decisionTable')];
  const cells = new Map();
  for (const table of tables) {
    const decision = table.parentElement;
    readTable(table, tables.length > 1 ? `${decision.getAttribute('name') || decision.id}: ` : '', cells);
  }
  return cells;
}

function readTable(table, name, cells) {
  const children = (parent, tag) => [...(parent?.children ?? [])].filter(child => child.localName === tag);
  const text = parent => [...(parent?.children ?? [])].find(child => child.localName === 'text')?.textContent.trim() ?? '';
  const inputs = children(table, 'input').map((input, at) =>
    input.getAttribute('label') || text(children(input, 'inputExpression')[0]) || `Column ${at + 1}`);
  const outputs = children(table, 'output').map(output => output.getAttribute('name') ?? '');
  cells.set(`${name}Hit policy`, table.getAttribute('hitPolicy') ?? 'UNIQUE');
  children(table, 'input').forEach((input, at) =>
    cells.set(`${name}Column ${inputs[at]}`, text(children(input, 'inputExpression')[0])));
  children(table, 'rule').forEach((rule, at) => {
    [...children(rule, 'inputEntry'), ...children(rule, 'outputEntry')].forEach((cell, column) =>
      cells.set(`${name}Row ${at + 1}, ${[...inputs, ...outputs][column] ?? column + 1}`, text(cell)));
  });
}

function differing(own, other) {
  return [...new Set([...own.keys(), ...other.keys()])]
    .filter(where => own.get(where) !== other.get(where))
    .map(where => ({where, own: own.get(where) ?? 'not there', other: other.get(where) ?? 'not there'}));
}
