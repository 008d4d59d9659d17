// Rows that are copied within a table, to another table, and to another window. A column is recognized by its
// expression, or by the name of its output.

import {toast} from '../system/toast.js';

const PLACE = 'enlist.rules.rows';
const key = column => (column.input ? `when ${column.expression || column.label}` : `then ${column.name}`);
const rowsOf = number => (number === 1 ? 'One row' : `${number} rows`);

/** Copies rows by their ids. As text they go to the clipboard too, for a spreadsheet. */
export function copyRows(table, ids) {
  const shape = table.shape();
  const rows = shape.rows.filter(row => ids.includes(row.id));
  if (rows.length === 0) {
    toast('Select rows by their numbers, or a cell of a row, first.', {kind: 'info'});
    return;
  }
  localStorage.setItem(PLACE, JSON.stringify({
    columns: shape.columns.map(column => ({key: key(column), label: column.label})),
    rows: rows.map(({cells, note}) => ({cells, note})),
  }));
  const line = cells => cells.map(cell => cell.replace(/[\t\n]+/g, ' ')).join('\t');
  navigator.clipboard?.writeText([line(shape.columns.map(column => column.label)), ...rows.map(row => line(row.cells))].join('\n'))
    .catch(() => { /* without permission the rows can still be pasted into tables */ });
  toast(`${rowsOf(rows.length)} copied.`);
}

export const hasCopied = () => localStorage.getItem(PLACE) !== null;

/** Pastes the copied rows below a row, by its id; at the end where it is not known. */
export function pasteRows(table, below) {
  const copied = JSON.parse(localStorage.getItem(PLACE) ?? 'null');
  if (!copied) {
    toast('There are no copied rows. Copy some first.', {kind: 'info'});
    return;
  }
  const shape = table.shape();
  const sources = shape.columns.map(column => copied.columns.findIndex(source => source.key === key(column)));
  const lost = copied.columns
    .filter((source, at) => !sources.includes(at) && copied.rows.some(row => !['', '-'].includes(row.cells[at])))
    .map(source => source.label);
  const at = shape.rules.indexOf(below);
  table.insert(copied.rows.map(row => ({note: row.note, cells: sources.map(source => row.cells[source] ?? '')})),
    at < 0 ? shape.rules.length : at + 1);
  toast(lost.length === 0
    ? `${rowsOf(copied.rows.length)} pasted.`
    : `${rowsOf(copied.rows.length)} pasted. This table has no column for: ${lost.join(', ')}.`,
  {kind: lost.length === 0 ? 'success' : 'info', seconds: lost.length === 0 ? 6 : 12, action: {text: 'Undo', run: () => table.undo()}});
}
