// The configuration of an instance: a form for each section, the origin of each field, locks, and the document itself.

import {call, exchange} from '../system/api.js';
import {time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit, show as showErrors} from '../system/forms.js';
import {toast} from '../system/toast.js';
import {restore, typed} from '../system/typed.js';
import {shown} from '../enrollment/words.js';
import {mergePatch, pointerOf, setAt} from '../programs/differences.js';
import {Resource} from '../programs/saving.js';
import {resolved, schemaFields} from '../programs/schema-form.js';
import {failure, skeleton, words} from '../programs/words.js';
import {textarea} from '../programs/fields.js';
import {moveVersion} from './actions.js';
import {SECTIONS} from './sections.js';

const head = document.querySelector('.instance-head');
const id = head.dataset.instance;
const scopes = new Set(head.dataset.scopes.split(' '));
const place = name => document.querySelector(`[data-${name}]`);
const base = `/programInstances/${id}`;

let instance;
let config;
let template = null;
let origins = new Map();

const writes = () => scopes.has('programs:write') && !instance.body.archivedAt;

async function load(keep = () => new Map()) {
  if (!config) {
    fill(place('fields'), element('div', {class: 'card'}, element('div', {class: 'card-body'}, skeleton(6))));
  }
  try {
    const [read, document] = await Promise.all([Resource.read(base), call('GET', `${base}/config`)]);
    instance = read;
    config = document.config;
    origins = new Map(document.fields.map(field => [field.pointer, field]));
    const [slug, version] = instance.body.templateVersion?.split('@') ?? [];
    template = slug ? await call('GET', `/templates/${slug}/versions/${version}`) : null;
    const kept = keep();
    render();
    restore(place('fields'), kept);
  } catch (refusal) {
    fill(place('fields'), failure('The configuration could not be loaded', refusal, () => load()));
  }
}

/** Draws the stored values anew; what is typed and not saved stays. */
const reload = isSaved => load(() => typed(place('fields'), isSaved));

function render() {
  fill(place('template'), element('div', {class: 'alert'}, icon('journal-text'),
    element('div', {}, template
      ? ['This instance uses the template ', element('a', {href: `/console/templates/${template.template}`}, words(template.template)), `, version ${template.version}. Values that are not set here come from it.`]
      : 'This instance has no template: all values are set here.'),
    template && writes() && element('div', {class: 'alert-actions'}, element('button', {type: 'button', class: 'btn btn-sm', onclick: () => moveVersion(id)}, 'Move to another version…'))));
  const root = template?.schema ?? {properties: {}};
  const own = Object.entries(root.properties ?? {}).map(([name, schema]) => [name, resolved(schema, root)]);
  const grouped = own.filter(([, schema]) => schema.properties);
  const single = own.filter(([, schema]) => !schema.properties);
  fill(place('fields'),
    single.length > 0 && section(template.schema.title ?? 'Program', null, {properties: Object.fromEntries(single)}, root, null),
    grouped.map(([name, schema]) => section(schema.title ?? words(name), schema.description, schema, root, name)),
    Object.entries(SECTIONS).map(([name, schema]) => section(schema.title, schema.description, schema, schema, name)),
    raw());
}

function section(title, description, schema, root, name) {
  const path = name === null ? [] : [name];
  const fields = schemaFields(schema, {root, value: name === null ? config : config[name] ?? {}, path, prefix: ['config'], disabled: lockOf, side: originOf});
  const form = element('form', {class: 'form'}, fields.element,
    writes() && element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-primary'}, 'Save')));
  onSubmit(form, async () => {
    const patch = {};
    fields.read().filter(field => JSON.stringify(field.value) !== JSON.stringify(field.before)).forEach(field => setAt(patch, field.path, field.value));
    if (Object.keys(patch).length === 0) {
      toast('Nothing was changed.', {kind: 'info'});
      return;
    }
    await instance.patch({config: patch});
    await reload(control => control.form === form);
    toast(`${title} saved`);
  });
  return element('section', {class: 'card', 'aria-label': title, 'data-section': name ?? 'own'},
    element('div', {class: 'card-header'}, element('h2', {}, title), description && element('p', {}, description)),
    element('div', {class: 'card-body'}, form));
}

/** Why a field cannot be changed here; null if it can. */
function lockOf(path) {
  const pointer = pointerOf(path);
  if (template?.lockedFields.some(locked => pointer === locked || pointer.startsWith(`${locked}/`))) {
    return `Locked by the template ${words(template.template)}, version ${template.version}: instances cannot change it.`;
  }
  return writes() ? null : 'Only coordinators and administrators change it.';
}

/** Where the value of a field comes from, and the way back to the value of the layer below. */
function originOf(path) {
  const pointer = pointerOf(path);
  const found = origins.get(pointer) ?? [...origins.values()].find(field => field.cleared && pointer.startsWith(`${field.pointer}/`));
  if (!found) {
    return null;
  }
  const {layer, name, version} = found.origin;
  const label = layer === 'instance' ? 'This instance' : layer === 'campaign' ? `Campaign ${name}` : `Template ${words(name)}, version ${version}`;
  const below = found.overrode[0];
  return element('p', {class: 'origin'},
    element('span', {class: `badge badge-${layer === 'instance' ? 'info' : 'neutral'}`}, label),
    found.cleared && ' Cleared here.',
    layer === 'instance' && [' ', found.by.name, ', ', time(found.at), '.'],
    below && [` The ${below.layer} says `, element('q', {}, shown(below.value)), '.'],
    below && layer === 'instance' && writes() && [' ', element('button', {type: 'button', class: 'btn btn-sm btn-quiet', 'aria-label': `Use the value of the ${below.layer} for ${words(path.at(-1))}`,
      onclick: () => reset(found.pointer, below.layer)}, `Use that`)]);
}

async function reset(pointer, layer) {
  try {
    await exchange('DELETE', `${base}/config?pointer=${encodeURIComponent(pointer)}`, undefined, {ifMatch: instance.tag});
    toast(`The value of the ${layer} applies again.`);
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
  await reload(control => pointer === '' || control.name === `config${pointer.replaceAll('/', '.')}`);
}

function raw() {
  const area = textarea('config', JSON.stringify(config, null, 2), {rows: 18, class: 'form-control code-area', spellcheck: 'false', readonly: !writes(), 'aria-label': 'Configuration as JSON'});
  const form = element('form', {class: 'form'}, element('div', {class: 'field'}, area),
    writes() && element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn'}, 'Save the document'),
      element('button', {type: 'button', class: 'btn btn-quiet', onclick: takeBack}, 'Remove everything that is set here…')));
  onSubmit(form, async () => {
    let wanted;
    try {
      wanted = JSON.parse(area.value);
    } catch (fault) {
      showErrors(form, new Map([['config', `This is not JSON: ${fault.message}`]]));
      return;
    }
    const patch = mergePatch(config, wanted);
    if (Object.keys(patch).length === 0) {
      toast('Nothing was changed.', {kind: 'info'});
      return;
    }
    await instance.patch({config: patch});
    await reload(control => control.form === form);
    toast('Configuration saved');
  });
  return element('details', {class: 'card expert'}, element('summary', {class: 'card-header'}, 'For experts: the whole document as JSON'), element('div', {class: 'card-body'}, form));
}

async function takeBack() {
  if (await confirm('Remove everything that is set here?', 'The values of the template apply again, and values without a template are gone.', 'Remove')) {
    await reset('', 'template');
  }
}

load();
