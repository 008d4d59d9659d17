// A part of a report: the question, the chart, its table, and its CSV file.

import {Refusal} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';
import {cards} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {draw} from './charts.js';

const waiting = [];

/**
 * Makes a card with the question as its title.
 *
 * @param path    of the report, for the CSV file; `controls`: further elements of the heading
 */
export function section(question, path, ...controls) {
  const id = `section-${question.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  const body = element('div', {class: 'card-body'});
  const table = element('div', {class: 'report-table'});
  const card = element('section', {class: 'card', 'aria-labelledby': id},
    element('div', {class: 'card-header report-head'}, element('h2', {id}, question),
      element('div', {class: 'bar no-print'}, controls, path && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => download(path()), 'aria-label': `CSV: ${question}`},
        icon('download'), 'CSV'))),
    body, table);
  return {card, body, table, id};
}

/** Shows a chart with its table, or says why there is none. */
export function show(made, {name, options, height, note, columns, rows, nothing}) {
  if (rows.length === 0) {
    fill(made.body, element('div', {class: 'empty', role: 'status'}, icon('bar-chart'), element('h3', {}, nothing?.title ?? 'Nothing to count'),
      element('p', {}, nothing?.text ?? 'No application matches the filters. Choose a longer period or other programs.')));
    fill(made.table);
    return;
  }
  const place = element('div', {});
  fill(made.body, note && element('p', {class: 'chart-note'}, note), options && place);
  made.body.hidden = !options && !note;
  fill(made.table, tableOf(made.id, columns, rows));
  if (options) {
    waiting.push(() => draw(place, name, options, height));
  }
}

/** Draws the charts once their cards are in the page: a chart needs the width of its place. */
export function drawCharts() {
  waiting.splice(0).forEach(chart => chart());
}

/** `columns`: [heading, 'number' or '']; a cell is text or an element. On a phone a row of more than three columns is a card. */
function tableOf(id, columns, rows) {
  const narrow = columns.length <= 3;
  const table = element('table', {class: narrow ? 'table' : 'table table-cards'},
    element('thead', {}, element('tr', {}, columns.map(([heading, kind]) => element('th', {scope: 'col', class: kind || undefined}, heading)))),
    element('tbody', {}, rows.map(row => element('tr', {}, row.map((cell, n) => element('td', {class: columns[n][1] || undefined}, cell))))));
  if (!narrow) {
    cards(table);
  }
  return element('div', {class: 'table-frame table-frame-wide', tabindex: 0, role: 'region', 'aria-labelledby': id}, table);
}

/** What failed, and a way to try again. */
export function failed(place, failure, retry) {
  fill(place, element('div', {class: 'card'}, element('div', {class: 'empty', role: 'alert'}, icon('exclamation-triangle'),
    element('h2', {}, 'The report could not be loaded'), element('p', {}, failure.message),
    element('button', {type: 'button', class: 'btn', onclick: retry}, icon('arrow-clockwise'), 'Try again'))));
}

/** Saves a report as a CSV file. */
export async function download(path) {
  try {
    const response = await fetch(path, {headers: {Accept: 'text/csv'}});
    if (!response.ok) {
      throw new Refusal(response.status, await response.json().catch(() => ({})));
    }
    const file = URL.createObjectURL(await response.blob());
    const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'report.csv';
    const link = element('a', {href: file, download: name});
    link.click();
    setTimeout(() => URL.revokeObjectURL(file), 10_000);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
}
