// Published versions with author and note, and the changes between two of them.

import {call, exchange} from '../system/api.js';
import {time} from '../system/dates.js';
import {element} from '../system/dom.js';

export function versionsPanel(bench) {
  return async function show(panel) {
    const answer = await call('GET', `${bench.base}/versions`);
    const versions = [...(answer.data ?? answer)].reverse();
    const difference = element('div', {'aria-live': 'polite'});
    panel.replaceChildren(
      versions.length === 0 ? element('p', {}, 'Nothing is published yet.') : '',
      element('ul', {class: 'findings'}, versions.map((version, at) => element('li', {},
        element('strong', {}, `Version ${version.version}`), ' ',
        time(version.publishedAt),
        ` by ${version.publishedBy}`,
        element('p', {}, version.note),
        element('div', {class: 'row-of'},
          versions[at + 1]
            ? button(`Changes since ${versions[at + 1].version}`, () =>
                compare(bench, versions[at + 1].version, version.version, difference), difference)
            : null,
          button('Compare with the draft', () => compare(bench, version.version, 'draft', difference), difference),
          bench.writes
            ? button('Put into the draft', async () => {
                const done = await bench.replace(`version ${version.version}`, ifMatch =>
                  exchange('POST', `${bench.base}/versions/${version.version}/restore`, undefined, {ifMatch}));
                if (!done) {
                  return;
                }
                difference.replaceChildren(element('p', {class: 'verdict'}, `The draft is version ${version.version} now.`));
              }, difference)
            : null)))),
      difference);
  };
}

/** Shows an error of the API in place of the result. */
function button(label, work, place) {
  const onclick = async () => {
    try {
      await work();
    } catch (fault) {
      place.replaceChildren(element('p', {class: 'alert alert-danger', role: 'alert'}, fault.message));
    }
  };
  return element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick}, label);
}

async function compare(bench, from, to, place) {
  if (to === 'draft' && !(await bench.save())) {
    return;
  }
  const diff = await call('GET', `${bench.base}/versions/${from}/diff/${to}`);
  const lines = [...rowsOf(diff), ...(diff.tables ?? []).flatMap(table => table.rows
    ? rowsOf(table.rows, `${table.table}: `)
    : [line(table.change, table.table, [table.change === 'added' ? 'a table that is new' : 'a table that is gone'])])];
  place.replaceChildren(
    element('h2', {}, `From ${from} to ${to}`),
    lines.length === 0 ? element('p', {}, 'Nothing differs.') : element('table', {class: 'table table-dense'}, element('tbody', {}, lines)));
}

/** The differences of one table; `where` precedes each place. */
function rowsOf(diff, where = '') {
  return [
    ...diff.added.map(row => line('added', `${where}Row ${row.number}`, cells(row.cells))),
    ...diff.removed.map(row => line('removed', `${where}Row ${row.number}`, cells(row.cells))),
    ...diff.changed.map(row => line('changed', `${where}Row ${row.to ?? row.number}`,
      Object.entries(row.cells).map(([column, change]) => `${column}: ${change.from ?? '-'} → ${change.to ?? '-'}`))),
    ...(diff.moved ?? []).map(row => line('', `${where}Row ${row.to}`, [`was row ${row.from}`])),
    ...diff.columns.added.map(column => line('added', `${where}Column`, [column])),
    ...diff.columns.removed.map(column => line('removed', `${where}Column`, [column])),
    ...diff.columns.changed.map(column => line('changed', `${where}${column.column}`,
      [`${column.expression?.from ?? ''} → ${column.expression?.to ?? ''}`])),
    ...(diff.hitPolicy ? [line('changed', `${where}Hit policy`, [`${diff.hitPolicy.from} → ${diff.hitPolicy.to}`])] : []),
  ];
}

function cells(values) {
  return Object.entries(values).filter(([, text]) => text && text !== '-').map(([column, text]) => `${column}: ${text}`);
}

function line(kind, what, texts) {
  return element('tr', {class: kind}, element('th', {scope: 'row'}, what), element('td', {}, texts.join('; ')));
}
