// A template: its versions, the fields of one version with defaults and locks, the differences between versions.

import {call, newKey} from '../system/api.js';
import {day} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit, show as showErrors} from '../system/forms.js';
import {badge} from '../system/statuses.js';
import {failed, loading, rows} from '../system/tables.js';
import {toast} from '../system/toast.js';
import {restore, typed} from '../system/typed.js';
import {shown} from '../enrollment/words.js';
import {differences, mergePatch, pathOf, pointerOf, setAt, valueAt} from '../programs/differences.js';
import {check, closeDialog, field, formDialog, input, number, select, text, textarea} from '../programs/fields.js';
import {Resource} from '../programs/saving.js';
import {resolved, schemaFields} from '../programs/schema-form.js';
import {TYPES, failure, skeleton, typeWords, words} from '../programs/words.js';
import {SECTIONS} from '../instances/sections.js';

const page = document.querySelector('main');
const {slug} = page.dataset;
const writes = page.dataset.writes === 'true';
const place = name => page.querySelector(`[data-${name}]`);
const base = `/templates/${slug}`;
const STATUSES = {draft: ['Draft', 'pencil', 'info'], active: ['Active', 'check-circle', 'success'], deprecated: ['Not for new instances', 'slash-circle', 'warning'], archived: ['Archived', 'archive', 'neutral']};
const STEPS = {
  activate: ['Publish', 'Publish this version?', 'From now on instances can begin with it, and it never changes again. Running instances stay on their version.'],
  deprecate: ['Retire', 'Retire this version?', 'No new instance begins with it. Running instances stay.'],
  archive: ['Archive', 'Archive this version?', 'It stays readable.'],
};
const STEP_TO = {activate: 'active', deprecate: 'deprecated', archive: 'archived'};

let versions = [];
let ruleSets = [];

const chosen = () => Number(new URLSearchParams(location.search).get('version')) || versions.find(one => one.status === 'draft')?.version || versions.find(one => one.status === 'active')?.version || versions[0]?.version;

async function load() {
  loading(place('versions'), 2);
  try {
    const [found, sets] = await Promise.all([call('GET', `${base}/versions`), call('GET', '/ruleSets?perPage=500').catch(() => ({data: []}))]);
    versions = found.data.reverse();
    ruleSets = sets.data;
    showVersions();
    await showVersion();
  } catch (refusal) {
    failed(place('versions'), 'The versions could not be loaded', refusal, load);
  }
}

function showVersions() {
  const active = versions.find(one => one.status === 'active');
  fill(place('actions'),
    active && page.dataset.programs === 'true' && element('a', {class: 'btn btn-primary', href: `/console/programs/new?template=${slug}`}, 'New program with it'),
    writes && !versions.some(one => one.status === 'draft') && versions.length > 0 && element('button', {type: 'button', class: 'btn', onclick: () => draft(versions[0].version)}, 'New draft'));
  rows(place('versions'), versions.map(one => element('tr', {'aria-selected': String(one.version === chosen())},
    element('td', {}, element('a', {href: `?version=${one.version}`, onclick: event => choose(event, one.version)}, `Version ${one.version}`)),
    element('td', {}, badge(...STATUSES[one.status])),
    element('td', {}, one.note ?? element('span', {class: 'muted'}, '–')),
    element('td', {class: 'wide'}, one.activatedBy ?? one.createdBy, element('span', {class: 'muted small block'}, day(one.activatedAt ?? one.createdAt))),
    element('td', {}, element('span', {class: 'row-of'}, writes && [
      Object.keys(STEPS).filter(step => one.allowedTransitions.includes(STEP_TO[step])).map(step =>
        element('button', {type: 'button', class: 'btn btn-sm', 'aria-label': `${STEPS[step][0]} version ${one.version}`, onclick: () => move(one, step)}, STEPS[step][0])),
      one.status !== 'draft' && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `New draft from version ${one.version}`, onclick: () => draft(one.version)}, 'New draft')])))));
}

function choose(event, version) {
  event.preventDefault();
  history.pushState(null, '', `?version=${version}`);
  showVersions();
  showVersion();
}

async function draft(from) {
  const form = element('form', {class: 'form'}, field('What will be different?', textarea('note', '', {maxlength: 2000, rows: 2, required: true, 'data-missing': 'Say what will be different.'})));
  onSubmit(form, async values => {
    const made = await call('POST', `${base}/versions`, {from, note: values.note.trim()}, {once: newKey()});
    closeDialog(form);
    history.pushState(null, '', `?version=${made.version}`);
    await load();
  });
  await formDialog(`New draft from version ${from}`, form, 'Create the draft');
}

async function move(version, step) {
  const [action, title, consequences] = STEPS[step];
  if (!(await confirm(title, consequences, action, {danger: false}))) {
    return;
  }
  try {
    const resource = await Resource.read(`${base}/versions/${version.version}`);
    await resource.send('POST', `${base}/versions/${version.version}/${step}`, {}, {once: newKey()});
    toast(step === 'activate' ? `Version ${version.version} is published.` : 'Done.');
    await load();
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
}

async function showVersion() {
  const number = chosen();
  if (!number) {
    fill(place('version'), element('div', {class: 'card'}, element('div', {class: 'empty'}, icon('journal-text'), element('h2', {}, 'No version yet'),
      element('p', {}, 'A version holds the fields, defaults and locks.'),
      writes && element('button', {type: 'button', class: 'btn btn-primary', onclick: async () => {
        await call('POST', `${base}/versions`, {programType: 'rebate', note: 'First version'}, {once: newKey()});
        await load();
      }}, 'Create a draft'))));
    return;
  }
  fill(place('version'), element('div', {class: 'card'}, element('div', {class: 'card-body'}, skeleton(6))));
  try {
    const version = await Resource.read(`${base}/versions/${number}`);
    fill(place('version'), factsCard(version), fieldsCard(version), comparison(version), expert(version));
  } catch (refusal) {
    fill(place('version'), failure('The version could not be loaded', refusal, showVersion));
  }
}

/** Draws the version anew, and enters again what is typed in these controls and not saved. */
async function keeping(controls, draw) {
  const kept = typed(place('version'), control => !controls(control));
  await draw();
  restore(place('version'), kept);
}

const editable = version => writes && version.body.status === 'draft';

const card = (title, aside, ...content) => element('section', {class: 'card', 'aria-label': title}, element('div', {class: 'card-header'}, element('h2', {}, title), aside), element('div', {class: 'card-body'}, content));

function factsCard(version) {
  const it = version.body;
  const disabled = !editable(version);
  const types = it.programType && !TYPES[it.programType] ? [...Object.entries(TYPES), [it.programType, typeWords(it.programType)]] : Object.entries(TYPES);
  const form = element('form', {class: 'form'},
    element('div', {class: 'fields-row'},
      field('For programs of the type', select('programType', types, it.programType, {disabled})),
      field('Rules that instances begin with', select('ruleSet', [['', 'Default eligibility'], ...ruleSets.map(set => [set.slug, set.name])], it.ruleSet?.slug, {disabled}))),
    field('What is special about this version', textarea('note', it.note ?? '', {rows: 2, maxlength: 2000, readonly: disabled}), {optional: true}),
    field('Suitable for groups with the tags', input('suitableForGroups', {value: it.suitableForGroups.join(', '), readonly: disabled}), {hint: 'Separated by commas. For any group where empty.', optional: true}),
    !disabled && element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-primary'}, 'Save')));
  onSubmit(form, async values => {
    await version.patch({programType: values.programType, note: text(values.note), ruleSet: values.ruleSet ? {slug: values.ruleSet} : null,
      suitableForGroups: values.suitableForGroups.split(',').map(tag => tag.trim()).filter(Boolean)});
    await keeping(control => control.form !== form, load);
    toast('Draft saved');
  });
  return card(`Version ${it.version}`, badge(...STATUSES[it.status]), form);
}

function fieldsCard(version) {
  const it = version.body;
  const disabled = !editable(version);
  const locked = new Set(it.lockedFields);
  const isLocked = path => [...locked].some(pointer => pointerOf(path) === pointer || pointerOf(path).startsWith(`${pointer}/`));
  const lock = path => element('span', {class: 'row-of field-side'},
    disabled
      ? isLocked(path) && badge('Locked', 'lock')
      : check('', 'Locked', isLocked(path), {'aria-label': `Instances cannot change ${path.map(words).join(', ')}`, onchange: event => event.target.checked ? locked.add(pointerOf(path)) : unlock(path)}),
    !disabled && valueAt(it.schema.properties, path.join('/properties/').split('/')) && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Remove the field ${path.map(words).join(', ')}`, onclick: () => removeField(version, path)}, 'Remove'));
  const unlock = path => {
    for (const pointer of [...locked]) {
      if (pointerOf(path) === pointer || pointerOf(path).startsWith(`${pointer}/`)) {
        locked.delete(pointer);
      }
    }
  };
  const own = schemaFields(it.schema, {root: it.schema, value: it.defaults, prefix: ['defaults'], disabled: () => (disabled ? null : null), side: lock});
  const builtIn = schemaFields({properties: Object.fromEntries(Object.entries(SECTIONS).map(([name, schema]) => [name, {type: 'object', ...schema}]))},
    {root: {}, value: it.defaults, prefix: ['defaults'], side: lock});
  const hasFields = Object.keys(it.schema.properties ?? {}).length > 0;
  const form = element('form', {class: 'form template-form'},
    hasFields ? own.element : element('p', {class: 'muted'}, 'The template has no field of its own yet.'),
    element('details', {class: 'field'}, element('summary', {}, 'Fields that every instance has: eligibility, applicants, review, leaving'), builtIn.element),
    !disabled && element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-primary'}, 'Save'),
      element('button', {type: 'button', class: 'btn', onclick: () => addField(version)}, icon('plus-lg'), 'Add a field')));
  if (disabled) {
    form.querySelectorAll('input, select, textarea').forEach(control => {
      control.disabled = true;
    });
  }
  onSubmit(form, async () => {
    const defaults = structuredClone(it.defaults);
    [...own.read(), ...builtIn.read()].forEach(({path, value, before}) => {
      if (JSON.stringify(value) !== JSON.stringify(before)) {
        setAt(defaults, path, value);
      }
    });
    await version.patch({defaults: mergePatch(it.defaults, clean(defaults)), lockedFields: [...locked]});
    await keeping(control => control.form !== form, showVersion);
    toast('Draft saved');
  });
  return card('Fields, defaults and locks', element('p', {}, disabled ? 'A published version never changes. Make a new draft from it.' : 'Instances begin with these values, and cannot change locked ones.'), form);
}

/** Without the values that were emptied. */
function clean(document) {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null)
    .map(([name, value]) => [name, typeof value === 'object' && !Array.isArray(value) ? clean(value) : value]));
}

const KINDS = {string: 'Text', number: 'Number', integer: 'Whole number', boolean: 'Yes or no', enum: 'Choice', array: 'Several texts'};

function addField(version) {
  const sections = Object.entries(version.body.schema.properties ?? {}).filter(([, schema]) => resolved(schema, version.body.schema).properties);
  const kind = select('kind', Object.entries(KINDS), 'string');
  const more = element('div', {class: 'stack'});
  const show = () => fill(more, kind.value === 'enum'
    ? field('Choices', textarea('choices', '', {required: true, rows: 3}), {hint: 'One a line.'})
    : ['number', 'integer'].includes(kind.value) && element('div', {class: 'fields-row'}, field('Least', input('minimum', {type: 'number', step: 'any'}), {optional: true}), field('Most', input('maximum', {type: 'number', step: 'any'}), {optional: true})));
  kind.addEventListener('change', show);
  show();
  const form = element('form', {class: 'form'},
    field('Section', input('section', {list: 'sections', required: true, maxlength: 60, value: sections[0]?.[0] ?? 'program', pattern: '[a-zA-Z][a-zA-Z0-9]*', 'data-invalid': 'Use letters and digits, beginning with a letter.'}), {hint: 'An existing section, or a new one.'}),
    element('datalist', {id: 'sections'}, sections.map(([name]) => element('option', {value: name}))),
    field('Label', input('title', {required: true, maxlength: 200})),
    field('Name for rules and other systems', input('name', {required: true, maxlength: 60, pattern: '[a-zA-Z][a-zA-Z0-9]*', 'data-invalid': 'Use letters and digits, beginning with a letter.'}), {hint: 'Letters and digits, such as amountPerKwh.'}),
    field('Help', input('description', {maxlength: 500}), {optional: true}),
    field('Kind', kind), more);
  onSubmit(form, async values => {
    const definition = {title: values.title.trim(), ...(text(values.description) ? {description: text(values.description)} : {})};
    if (values.kind === 'enum') {
      definition.enum = values.choices.split('\n').map(line => line.trim()).filter(Boolean);
    } else if (values.kind === 'array') {
      Object.assign(definition, {type: 'array', items: {type: 'string'}});
    } else {
      definition.type = values.kind;
      for (const bound of ['minimum', 'maximum']) {
        if (number(values[bound]) !== null) {
          definition[bound] = number(values[bound]);
        }
      }
    }
    if (valueAt(version.body.schema, ['properties', values.section, 'properties', values.name])) {
      showErrors(form, new Map([['name', 'The section has a field with this name already.']]));
      return;
    }
    await version.patch({schema: {type: 'object', properties: {[values.section]: {type: 'object', ...(version.body.schema.properties?.[values.section] ? {} : {title: words(values.section)}), properties: {[values.name]: definition}}}}});
    closeDialog(form);
    await keeping(() => true, showVersion);
    toast('Field added');
  });
  formDialog('Add a field', form, 'Add');
}

async function removeField(version, path) {
  if (!(await confirm(`Remove the field ${path.map(words).join(' › ')}?`, 'Its default and its lock go with it. Instances on other versions keep theirs.', 'Remove'))) {
    return;
  }
  const schema = {};
  setAt(schema, path.flatMap(name => ['properties', name]), null);
  const defaults = {};
  setAt(defaults, path, null);
  try {
    await version.patch({schema, ...(valueAt(version.body.defaults, path) === undefined ? {} : {defaults}), lockedFields: version.body.lockedFields.filter(pointer => pointer !== pointerOf(path))});
    await keeping(() => true, showVersion);
    toast('Field removed');
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
}

const PARTS = {defaults: 'Defaults', schema: 'Fields', lockedFields: 'Locks', ruleSet: 'Rules', formConfig: 'Form', notifications: 'Messages', pricing: 'Pricing', suitableForGroups: 'Groups', programType: 'Type of programs'};

function comparison(version) {
  const others = versions.filter(one => one.version !== version.body.version);
  if (others.length === 0) {
    return null;
  }
  const other = select('other', others.map(one => [one.version, `Version ${one.version}${one.note ? `: ${one.note}` : ''}`]));
  const result = element('div', {class: 'stack', 'aria-live': 'polite'});
  const show = async () => {
    try {
      const diff = await call('GET', `${base}/versions/${other.value}/diff/${version.body.version}`);
      const parts = Object.entries(diff.changes).map(([part, change]) => [part, lines(change, part)]).filter(([, found]) => found.length > 0);
      fill(result, parts.length === 0 ? element('p', {class: 'muted'}, 'Both versions say the same.')
        : parts.map(([part, found]) => element('div', {}, element('h3', {}, PARTS[part] ?? words(part)), element('ul', {class: 'plain diff'}, found))));
    } catch (refusal) {
      fill(result, failure('The versions could not be compared', refusal, show));
    }
  };
  other.addEventListener('change', show);
  show();
  return card('Differences', null, element('div', {class: 'stack'}, field('Compared with', other), result));
}

const SCHEMA_STEPS = new Set(['properties', 'items', '$defs']);

function lines({added, removed, changed}, part) {
  const isSet = part === 'lockedFields' || part === 'suitableForGroups';
  const name = pointer => pathOf(pointer).filter(step => part !== 'schema' || !SCHEMA_STEPS.has(step)).map(words).join(' › ') || 'All of it';
  const value = one => (part === 'lockedFields' ? pathOf(String(one)).map(words).join(' › ') : typeof one === 'object' && one !== null && !Array.isArray(one) ? one.title ?? `${Object.keys(one).length} values` : shown(one));
  return [
    ...added.map(one => element('li', {}, badge('New', 'plus-lg', 'success'), ' ', isSet ? value(one.value) : [`${name(one.pointer)}: `, element('ins', {}, value(one.value))])),
    ...removed.map(one => element('li', {}, badge('Gone', 'x-lg', 'danger'), ' ', isSet ? value(one.value) : [`${name(one.pointer)}: `, element('del', {}, value(one.value))])),
    ...changed.map(one => element('li', {}, badge('Changed', 'pencil', 'info'), ` ${name(one.pointer)}: `, element('del', {}, value(one.from)), ' → ', element('ins', {}, value(one.to)))),
  ];
}

function expert(version) {
  const it = version.body;
  const documentOf = () => ({schema: it.schema, defaults: it.defaults, lockedFields: it.lockedFields, pricing: it.pricing ?? null, formConfig: it.formConfig ?? null, notifications: it.notifications ?? null});
  const area = textarea('document', JSON.stringify(documentOf(), null, 2), {rows: 24, class: 'form-control code-area', spellcheck: 'false', readonly: !editable(version), 'aria-label': 'Version as JSON'});
  const form = element('form', {class: 'form'}, element('div', {class: 'field'}, area), editable(version) && element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn'}, 'Save the document')));
  onSubmit(form, async () => {
    let wanted;
    try {
      wanted = JSON.parse(area.value);
    } catch (fault) {
      showErrors(form, new Map([['document', `This is not JSON: ${fault.message}`]]));
      return;
    }
    if (differences(documentOf(), wanted).length === 0) {
      toast('Nothing was changed.', {kind: 'info'});
      return;
    }
    await version.patch(mergePatch(documentOf(), wanted));
    await keeping(control => control.form !== form, load);
    toast('Draft saved');
  });
  return element('details', {class: 'card expert'}, element('summary', {class: 'card-header'}, 'For experts: schema, defaults, form, messages and pricing as JSON'), element('div', {class: 'card-body'}, form));
}

addEventListener('popstate', () => {
  showVersions();
  showVersion();
});
load();
