// A program: its instances, years, facts and the people in charge; edit, activate, delete.

import {call, exchange, newKey} from '../system/api.js';
import {count, day} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {anchor} from '../system/menu.js';
import {badge} from '../system/statuses.js';
import {empty, failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {Resource} from '../programs/saving.js';
import {closeDialog, formDialog} from '../programs/fields.js';
import {facts, failure, period, skeleton, typeWords} from '../programs/words.js';
import {programForm, programValues} from '../programs/program-form.js';
import {stateNames} from '../programs/reference.js';

const page = document.querySelector('main');
const place = name => document.querySelector(`[data-${name}]`);
const path = `/programs/${page.dataset.slug}`;
const table = place('instances');

const resource = Resource.read(path);
let archivedShown = false;

async function showFacts() {
  fill(place('facts'), skeleton());
  try {
    const program = (await resource).body;
    fill(place('facts'), facts([
      ['Status', program.archivedAt ? badge('Archived', 'archive') : program.active ? badge('Active', 'check-circle', 'success') : badge('Inactive', 'slash-circle')],
      ['Type', typeWords(program.type)],
      ['Year', program.year],
      ['Where', stateNames(program.states)],
      ['Ends', program.endTime ? day(program.endTime) : 'No end'],
      ['Seen by', program.visibility === 'public' ? 'Every organization of this installation' : 'Your organization only'],
      ['Owner', page.dataset.own === 'true' ? 'Your organization' : 'Another organization: you can run instances of it, not change it'],
      ['Short name', program.slug],
    ]));
    return program;
  } catch (refusal) {
    fill(place('facts'), failure('The facts could not be loaded', refusal));
  }
}

async function showInstances() {
  loading(table, 3);
  try {
    const program = (await resource).body;
    const [found, counts] = await Promise.all([
      call('GET', `/programInstances?programSlug=${program.slug}&perPage=500&sort=-createdAt`),
      call('GET', `/enrollments/counts?programSlug=${program.slug}&perPage=500`)]);
    const known = new Map(counts.data.map(one => [one.programInstanceId, one]));
    const instances = found.data.filter(instance => instance.program.id === program.id);
    showYears(instances, known);
    if (instances.length === 0) {
      empty(table, 'No instances yet', 'People apply to an instance: this program with its dates, rules, form and capacity.',
        page.dataset.writes === 'true' && element('a', {class: 'btn', href: `/console/programs/new?program=${program.slug}`}, 'New instance'));
      return;
    }
    const listed = archivedShown ? instances : instances.filter(instance => !instance.archivedAt);
    const archivedCount = instances.filter(instance => instance.archivedAt).length;
    fill(place('instances-foot'), archivedCount > 0 && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-pressed': String(archivedShown), onclick: () => {
      archivedShown = !archivedShown;
      showInstances();
    }}, icon('archive'), archivedShown ? 'Hide archived' : `Show ${count(archivedCount)} archived`));
    if (listed.length === 0) {
      empty(table, 'All instances are archived', 'Show them below, or make a new one.');
      return;
    }
    rows(table, listed.map(instance => {
      const numbers = known.get(instance.id) ?? {total: 0, counts: {submitted: 0, approved: 0}};
      return element('tr', {},
        element('td', {}, element('a', {href: `/console/instances/${instance.id}/overview`}, instance.title),
          (instance.startDate || instance.endDate) && element('span', {class: 'muted small block'}, period(instance.startDate, instance.endDate))),
        element('td', {}, instanceBadge(instance)),
        element('td', {class: 'number'}, count(numbers.total)),
        element('td', {class: 'number wide'}, count(numbers.counts.submitted)),
        element('td', {class: 'number wide'}, count(numbers.counts.approved)));
    }));
  } catch (refusal) {
    failed(table, 'The instances could not be loaded', refusal, showInstances);
  }
}

function instanceBadge(instance) {
  if (instance.archivedAt) {
    return badge('Archived', 'archive');
  }
  return instance.active ? badge('Active', 'check-circle', 'success') : badge('Inactive', 'slash-circle');
}

function showYears(instances, known) {
  const years = new Map();
  for (const instance of instances) {
    const year = new Date(instance.startDate ?? instance.createdAt).getFullYear();
    const sum = years.get(year) ?? {instances: 0, total: 0, approved: 0};
    const numbers = known.get(instance.id);
    years.set(year, {instances: sum.instances + 1, total: sum.total + (numbers?.total ?? 0), approved: sum.approved + (numbers?.counts.approved ?? 0)});
  }
  if (years.size === 0) {
    fill(place('years'), element('p', {class: 'muted'}, 'Each year has an instance of its own. Figures by year appear with the first one.'));
    return;
  }
  fill(place('years'), element('div', {class: 'table-frame', tabindex: '0', role: 'region', 'aria-labelledby': 'years-title'}, element('table', {class: 'table'},
    element('thead', {}, element('tr', {}, ['Year', 'Instances', 'Applications', 'Approved'].map((words, n) => element('th', {scope: 'col', class: n > 0 && 'number'}, words)))),
    element('tbody', {}, [...years].sort(([a], [b]) => b - a).map(([year, sum]) => element('tr', {},
      element('td', {}, String(year)), [sum.instances, sum.total, sum.approved].map(number => element('td', {class: 'number'}, count(number)))))))));
}

async function showPeople() {
  if (page.dataset.readsUsers !== 'true') {
    fill(place('people'), element('p', {class: 'muted'}, 'Administrators and coordinators see who is in charge.'));
    return;
  }
  fill(place('people'), skeleton());
  try {
    const users = (await call('GET', '/users?perPage=500')).data;
    const inCharge = users.filter(user => user.roles.some(role => role === 'administrator' || role === 'coordinator'));
    fill(place('people'), element('ul', {class: 'people'}, inCharge.map(user => element('li', {},
      element('span', {class: 'avatar', 'aria-hidden': 'true'}, user.displayName.charAt(0)),
      element('span', {}, element('span', {class: 'block'}, user.displayName),
        element('span', {class: 'muted small block'}, user.roles.includes('administrator') ? 'Administrator' : 'Coordinator', ` · ${user.email}`))))));
  } catch (refusal) {
    fill(place('people'), failure('The people could not be loaded', refusal, showPeople));
  }
}

const menu = document.getElementById('program-menu');
if (menu) {
  anchor(menu, document.getElementById('program-menu-button'));
  menu.addEventListener('click', () => menu.hidePopover());
}

place('edit')?.addEventListener('click', async () => {
  const known = await resource;
  const form = programForm(known.body);
  onSubmit(form, async () => {
    await known.patch(programValues(form, known.body));
    closeDialog(form);
    location.reload();
  });
  formDialog('Edit the program', form, 'Save', {wide: true});
});

place('activate')?.addEventListener('click', async () => {
  const known = await resource;
  const active = !known.body.active;
  if (!active && !(await confirm('Deactivate this program?', 'Its instances accept no new application until you activate it again. Decisions about submitted ones go on.', 'Deactivate', {danger: false}))) {
    return;
  }
  try {
    await known.patch({active});
    location.reload();
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
});

place('archive')?.addEventListener('click', async () => {
  const known = await resource;
  if (!(await confirm(`Archive ${known.body.name}?`, 'Lists leave it out, and its instances accept no new application. Everything stays readable, what is submitted can still be decided, and you can take it back from the archive.', 'Archive', {danger: false}))) {
    return;
  }
  await step('archive');
});

place('unarchive')?.addEventListener('click', () => step('unarchive'));

async function step(name) {
  try {
    await exchange('POST', `${path}/${name}`, {}, {ifMatch: (await resource).tag, once: newKey()});
    location.reload();
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
}

place('remove')?.addEventListener('click', async () => {
  const known = await resource;
  if (!(await confirm(`Delete ${known.body.name}?`, 'A program without instances is deleted for good. One with instances is kept: archive it instead.', 'Delete'))) {
    return;
  }
  try {
    await exchange('DELETE', path, undefined, {ifMatch: known.tag});
    location.assign('/console/programs');
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
});

showFacts();
showInstances();
showPeople();
