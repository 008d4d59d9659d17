// The workflows of the workspace: own ones first, then those of the product.

import {call, newKey} from '../system/api.js';
import {time} from '../system/dates.js';
import {element} from '../system/dom.js';
import {field, formDialog, input, select} from '../system/form-dialog.js';
import {slug} from '../system/slug.js';
import {badge} from '../system/statuses.js';
import {empty, failed, loading, rows} from '../system/tables.js';

const table = document.querySelector('[data-workflows]');
const create = document.querySelector('[data-new-workflow]');
export const KINDS = {review: 'Review', exit: 'Exit'};
let all = [];

async function load() {
  loading(table);
  try {
    all = (await call('GET', '/workflows?perPage=500')).data;
    if (all.length === 0) {
      empty(table, 'No workflows', 'The product ships some. Reload the page.');
      return;
    }
    rows(table, [...all.filter(each => !each.shipped), ...all.filter(each => each.shipped)].map(row));
  } catch (failure) {
    failed(table, 'The workflows could not be loaded', failure, load);
  }
}

const status = workflow => workflow.shipped ? badge('Part of the product', 'box-seam', 'neutral')
  : workflow.latestVersion ? badge(`Published, version ${workflow.latestVersion}`, 'check-circle', 'success') : badge('Draft', 'pencil', 'warning');

const row = workflow => element('tr', {},
  element('td', {}, element('a', {href: `/console/workflows/${workflow.slug}`}, workflow.name), element('div', {class: 'muted small'}, workflow.slug)),
  element('td', {class: 'wide'}, KINDS[workflow.kind] ?? workflow.kind),
  element('td', {}, status(workflow)),
  element('td', {class: 'number'}, String(workflow.instances ?? 0)),
  element('td', {class: 'wide'}, workflow.shipped ? '' : time(workflow.updatedAt)));

create?.addEventListener('click', async () => {
  const made = await formDialog('New workflow', [
    field('Name', input('workflow-name', 'name', {required: true, maxlength: 200, 'data-missing': 'Enter a name, such as Battery review.'})),
    field('Begin with', select('workflow-copy', 'copyOf', all.map(each => [each.slug, `${each.name} (${KINDS[each.kind].toLowerCase()})`]), 'review-single'), 'Its steps are copied into the new draft, where you change them.'),
  ], 'Create', values => call('POST', '/workflows', {slug: free(values.name), name: values.name, copyOf: values.copyOf}, {once: newKey()}));
  if (made) {
    location.assign(`/console/workflows/${made.slug}`);
  }
});

/** A short name for the address, which no other workflow has. */
function free(name) {
  const base = slug(name) || 'workflow';
  const taken = new Set(all.map(each => each.slug));
  let found = base;
  for (let number = 2; taken.has(found); number++) {
    found = `${base}-${number}`;
  }
  return found;
}

load();
