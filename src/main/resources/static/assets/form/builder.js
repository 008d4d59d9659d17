// The form builder: keeps the form, saves it as it changes, and draws the parts of the page.

import {Refusal, exchange} from '../system/api.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {keys} from '../system/keys.js';
import {tabs as makeTabs} from '../system/tabs.js';
import {toast} from '../system/toast.js';
import {coverage} from './coverage.js';
import {drawTexts} from './languages.js';
import {makeLists} from './list.js';
import {FormModel, merge, normalized, say} from './model.js';
import {drawPanel, fresh, mark, showFeeds} from './panel.js';
import {preview} from './preview.js';
import {publication} from './publish.js';
import {drawSettings} from './settings.js';
import {MEMBERS, TYPES, keyOf} from './types.js';

const page = document.querySelector('[data-builder]');
const instance = page.dataset.builder;
const may = page.dataset.may === 'true';
const path = `/programInstances/${instance}`;
const place = name => page.querySelector(`[data-place="${name}"]`);
const SAVE_AFTER = 900;

const state = {page: 0, field: null};
/** What the server found with the last form that it did not take: {page, field, member, message}. */
let faults = [];
let other = [];
let stored;
let tag;
let settings = {};
let model;
let lists;
let covered;
let timer;
let saving = null;
let dirty = false;

const tags = () => settings.languages ?? ['en'];
const languageNames = new Intl.DisplayNames(['en'], {type: 'language'});
const names = code => {
  try {
    return languageNames.of(code);
  } catch {
    return code;
  }
};
const announce = text => {
  place('announce').textContent = text;
};

// saving ------------------------------------------------------------------------------------------------------------------

/** The form on the wire: members that the stored form has and this one has not are cleared. */
function wire() {
  const form = structuredClone(model.form);
  for (const member of Object.keys(stored.formConfig ?? {})) {
    if (!(member in form)) {
      form[member] = null;
    }
  }
  return form;
}

function changed() {
  dirty = true;
  saveSoon();
  report('Not saved yet');
}

function saveSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const missing = begun();
    if (missing) {
      report(`Not saved yet: ${missing}`);
    } else {
      save();
    }
  }, SAVE_AFTER);
}

/** What is still missing of a text or page that a person is at: saved now, it would be refused. */
function begun() {
  const control = document.activeElement;
  if (place('panel').contains(control) && /^(label|option-\d+)-/.test(control.name) && control.value.trim() === '') {
    return 'a text is still empty';
  }
  return model.pages.length > 1 && model.pages[state.page].fields.length === 0 ? 'this page has no question yet' : null;
}

/** What the server has of the form. */
function report(text, kind = '') {
  const line = place('state');
  line.className = `save-state ${kind}`;
  line.textContent = text;
}

/** Saves; one request at a time, and again if the form changed meanwhile. Returns whether the server has the form now. */
async function save() {
  clearTimeout(timer);
  if (saving) {
    await saving;
    return dirty ? save() : faults.length === 0;
  }
  if (!may || !dirty) {
    return faults.length === 0;
  }
  saving = send();
  try {
    return await saving;
  } finally {
    saving = null;
  }
}

async function send() {
  dirty = false;
  report('Saving…');
  try {
    const sent = wire();
    const answer = await exchange('PATCH', path, {formConfig: sent}, {ifMatch: tag});
    stored = answer.body;
    tag = answer.tag;
    if (faults.length + other.length > 0) {
      found([]);
    }
    report(dirty ? 'Not saved yet' : 'All changes saved', 'saved');
    covered.refresh();
    return true;
  } catch (refusal) {
    return failed(refusal);
  }
}

async function failed(refusal) {
  if (!(refusal instanceof Refusal)) {
    throw refusal;
  }
  dirty = true;
  if (refusal.status === 412) {
    await join();
    // not save(), which would wait for this very request
    return send();
  }
  if (refusal.status === 400) {
    found(refusal.problem.errors ?? []);
    const count = faults.length + other.length;
    report(`Not saved: ${count === 1 ? '1 thing' : `${count} things`} to correct`, 'unsaved');
    return false;
  }
  report(`Not saved. ${refusal.message}`, 'unsaved');
  if (refusal.status === 0 || refusal.status >= 500 || refusal.status === 429) {
    timer = setTimeout(save, 5000);
  }
  return false;
}

/** Another person saved meanwhile: their changes and mine are joined. */
async function join() {
  const now = await exchange('GET', path);
  const base = normalized(stored.formConfig);
  const joined = merge(base, model.form, normalized(now.body.formConfig), field => `“${say(field.label, tags())}”`);
  stored = now.body;
  tag = now.tag;
  settings = stored.application ?? {};
  if (joined.theirs.length > 0) {
    const name = state.field?.name;
    model.replace(joined.form);
    state.field = model.fields.find(field => field.name === name) ?? null;
    toast(`Another person changed ${joined.theirs.join(', ')} meanwhile. Their changes and yours are both kept.`, {kind: 'info', seconds: 20});
  }
  if (joined.kept.length > 0) {
    toast(`Another person changed ${joined.kept.join(', ')} too. Yours is kept; undo, or see their words in the history.`, {kind: 'info', seconds: 0});
  }
}

// faults ------------------------------------------------------------------------------------------------------------------

const MEMBER_NAMES = {
  label: 'The question', help: 'The help', name: 'The name of the answer', type: 'The type', options: 'The options', min: 'The lower limit',
  max: 'The upper limit', pattern: 'The pattern', maxLength: 'The number of characters', visibleWhen: 'The condition', maxFiles: 'The number of files',
  title: 'The title', intro: 'The text above the questions', required: 'Must be answered', fields: 'The questions',
};

/** `/formConfig/pages/0/fields/2/label must not be blank` becomes a fault of a field, in words. */
function found(errors) {
  faults = [];
  other = [];
  for (const {pointer, message} of errors) {
    const match = /^\/formConfig\/(?:pages\/(\d+)\/)?(?:fields\/(\d+)(?:\/|$))?(.*)$/.exec(pointer);
    if (!match) {
      other.push(pointer.startsWith('/application') ? `The settings: ${message}` : `${pointer.slice(1)} ${message}`);
      continue;
    }
    const member = match[3] || 'fields';
    const words = MEMBER_NAMES[member.split('/')[0]] ?? member;
    const option = /^options\/(\d+)/.exec(member);
    const text = `${option ? `Option ${Number(option[1]) + 1}` : words} ${message}`.trim();
    faults.push({page: Number(match[1] ?? 0), field: match[2] === undefined ? null : Number(match[2]), member, message: `${text}${/[.!?]$/.test(text) ? '' : '.'}`});
  }
  drawFaults();
  lists?.drawPages();
  lists?.drawFields();
  showPanel({quiet: true});
}

function drawFaults() {
  const all = [...faults.map(fault => ({...fault, at: model.at(fault.page, fault.field ?? -1)})), ...other.map(message => ({message}))];
  const box = place('faults');
  box.hidden = all.length === 0;
  fill(box, all.length > 0 && [
    element('h2', {}, all.length === 1 ? 'One thing to correct before it is saved' : `${all.length} things to correct before it is saved`),
    element('ul', {}, all.map(({page: n, field, at, member, message}) => element('li', {}, n === undefined ? message : element('button', {type: 'button', class: 'link', onclick: () => {
      openPage(n);
      if (at) {
        openField(at);
        place('panel').querySelector(`[data-member="${member.split('/')[0]}"] input, [data-member="${member.split('/')[0]}"] textarea, [data-member="${member.split('/')[0]}"] select`)?.focus();
      }
    }}, `${at ? `“${say(at.label, tags()) || 'No text yet'}”` : `Page ${n + 1}`}: ${message}`)))),
  ]);
}

const faultsOf = field => {
  const at = model.place(field);
  const own = new Map();
  for (const fault of faults.filter(one => at && one.page === at.page && one.field === at.index)) {
    const member = fault.member.split('/')[0];
    own.set(member, [...own.get(member) ?? [], fault.message]);
  }
  return own;
};

// what a person does ------------------------------------------------------------------------------------------------------

function openPage(n) {
  state.page = n;
  if (state.field && model.place(state.field)?.page !== n) {
    state.field = null;
  }
  redraw();
  if (dirty && !saving) {
    saveSoon();
  }
}

function openField(field, {focus = false} = {}) {
  state.field = field;
  state.page = model.place(field).page;
  redraw();
  const panel = place('panel');
  if (matchMedia('(max-width: 70rem)').matches) {
    panel.scrollIntoView({block: 'start'});
  }
  if (focus) {
    const first = panel.querySelector('textarea');
    first?.focus();
    first?.select();
  }
}

function closePanel() {
  const name = state.field?.name;
  state.field = null;
  redraw();
  place('fields').querySelector(`[data-name="${CSS.escape(name ?? '')}"] .field-choice`)?.focus();
}

function showPanel({quiet = false} = {}) {
  const panel = place('panel');
  if (state.field && !model.place(state.field)) {
    state.field = null;
  }
  panel.hidden = !state.field;
  page.classList.toggle('with-panel', Boolean(state.field));
  if (!state.field) {
    fill(panel);
    return;
  }
  if (quiet && panel.firstChild) {
    mark(panel.querySelector('[data-panel]'), faultsOf(state.field));
    showFeeds(panel, covered.feeds(state.field.name));
    return;
  }
  drawPanel(panel, {
    model, field: state.field, tags: tags(), names, may, faults: faultsOf(state.field), feeds: covered.feeds(state.field.name),
    actions: {remove: removeField, duplicate, close: closePanel},
  });
}

function redraw() {
  state.page = Math.min(state.page, model.pages.length - 1);
  // a control that is drawn anew keeps the focus
  const focused = document.activeElement;
  const name = focused?.name && place('panel').contains(focused) ? focused.name : null;
  const selection = name && 'selectionStart' in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  lists.draw();
  showPanel();
  if (name) {
    const again = place('panel').querySelector(`[name="${CSS.escape(name)}"]`);
    again?.focus();
    if (selection && again && /^(text|textarea|search|tel|url)$/.test(again.type)) {
      again.setSelectionRange(...selection);
    }
  }
  for (const [button, list] of [['undo', model.past], ['redo', model.future]]) {
    place(button).setAttribute('aria-disabled', String(list.length === 0));
  }
}

/** Adds a question below the open one; `preset` has members beside the type. */
function addField(preset) {
  const type = TYPES[preset.type] ?? TYPES.text;
  const label = preset.label ?? '';
  const field = {
    name: preset.name ?? '', type: preset.type, label: tags().length > 1 ? {[tags()[0]]: label || type.words} : label || type.words,
    ...(preset.options ? {options: preset.options} : type.options ? {options: [{value: 'option-1', label: 'Option 1'}, {value: 'option-2', label: 'Option 2'}]} : {}),
    ...(preset.required ? {required: true} : {}),
  };
  if (!field.name) {
    const own = MEMBERS.find(([name, , types]) => types[0] === preset.type && name === type.member);
    const taken = model.fields.some(one => one.name === own?.[0]);
    field.name = own && !taken ? own[0]
      : preset.type === 'email' && !model.fields.some(one => one.name === 'email') ? 'email'
        : preset.type === 'phone' && !model.fields.some(one => one.name === 'phone') ? 'phone'
          : model.freeName(`${preset.type === 'file' ? 'documents' : 'metadata'}.${keyOf(label || type.words) || 'answer'}`);
  }
  const after = state.field && model.place(state.field)?.page === state.page ? model.place(state.field).index + 1 : model.pages[state.page].fields.length;
  model.change(form => form.pages[state.page].fields.splice(after, 0, field));
  const made = model.at(state.page, after);
  if (!preset.name) {
    fresh.add(made);
  }
  openField(made, {focus: true});
  announce(`${type.words} added as question ${after + 1}.`);
}

function duplicate(field) {
  const {page: n, index} = model.place(field);
  const twin = structuredClone(field);
  const [group] = field.name.split('.');
  twin.name = model.freeName(['metadata', 'documents'].includes(group) ? field.name : `metadata.${field.name.split('.').pop()}`);
  model.change(form => form.pages[n].fields.splice(index + 1, 0, twin));
  openField(model.at(n, index + 1), {focus: true});
  announce('The question was duplicated.');
}

function removeField(field) {
  const {page: n, index} = model.place(field);
  const label = say(field.label, tags());
  model.change(form => form.pages[n].fields.splice(index, 1));
  state.field = null;
  redraw();
  (place('fields').querySelectorAll('.field-choice')[Math.min(index, model.pages[n].fields.length - 1)] ?? place('fields').querySelector('[data-add]'))?.focus();
  toast(`“${label}” was deleted.`, {kind: 'info', action: {text: 'Undo', run: undo}});
}

async function removePage(n) {
  const {fields, title} = model.pages[n];
  const name = say(title, tags()) || `page ${n + 1}`;
  if (fields.length > 0 && !(await confirm(`Delete ${name}?`, `Its ${fields.length === 1 ? 'question is' : `${fields.length} questions are`} deleted with it. Undo brings it back.`, 'Delete the page'))) {
    return;
  }
  model.change(form => form.pages.splice(n, 1));
  openPage(Math.max(0, n - 1));
  announce('The page was deleted.');
}

function moveField(field, toPage, toIndex) {
  const from = model.place(field);
  const target = model.pages[toPage].fields;
  const index = Math.min(toIndex, from.page === toPage ? target.length - 1 : target.length);
  if (from.page === toPage && from.index === index) {
    return;
  }
  model.change(form => {
    const [moved] = form.pages[from.page].fields.splice(from.index, 1);
    form.pages[toPage].fields.splice(index, 0, moved);
  });
  if (from.page !== toPage && state.field === field) {
    state.page = toPage;
  }
  if (from.page !== toPage) {
    state.page = toPage;
  }
  redraw();
  announce(`“${say(field.label, tags())}” is now question ${index + 1} of ${model.pages[toPage].fields.length}${from.page === toPage ? '' : ` on page ${toPage + 1}`}.`);
}

function undo() {
  travel(() => model.undo(), 'Undone.', model.past);
}

function redo() {
  travel(() => model.redo(), 'Done again.', model.future);
}

function travel(work, words, list) {
  if (list.length === 0) {
    announce('There is nothing to undo.');
    return;
  }
  const name = state.field?.name;
  work();
  state.field = model.fields.find(field => field.name === name) ?? null;
  state.page = state.field ? model.place(state.field).page : Math.min(state.page, model.pages.length - 1);
  redraw();
  announce(words);
}

// start -------------------------------------------------------------------------------------------------------------------

/** Changes of the settings are saved at once, by themselves. */
async function saveSettings(changes) {
  await save();
  try {
    const answer = await exchange('PATCH', path, {application: changes}, {ifMatch: tag});
    took(answer);
    return answer.body.application;
  } catch (refusal) {
    if (refusal.status === 412) {
      await join();
      refusal.message = 'Another person changed the program instance meanwhile. What you entered is still here: save again.';
    }
    throw refusal;
  }
}

function took(answer) {
  stored = answer.body;
  tag = answer.tag;
  settings = stored.application ?? {};
  drawAll();
}

function drawAll() {
  redraw();
  publisher.draw();
  if (!place('texts').hidden) {
    drawTexts(place('texts'), {model, tags: tags(), names, may, openField: field => {
      showTab('questions');
      openField(field);
    }});
  }
  if (!place('settings').hidden) {
    drawSettings(place('settings'), context());
  }
}

const context = () => ({model, instance: stored, settings, tags: tags(), names, may, path, save: saveSettings, host: page.dataset.host});
let publisher;
let showTab;

async function start() {
  const answer = await exchange('GET', path);
  stored = answer.body;
  tag = answer.tag;
  settings = stored.application ?? {};
  model = new FormModel(stored.formConfig);
  covered = coverage(place('coverage'), {path, model, may, addField, redraw: () => {
    lists.drawFields();
    showPanel({quiet: true});
  }});
  lists = makeLists({root: page, pages: place('pages'), head: place('page-head'), fields: place('fields')}, {
    model, state, tags, names, may, faults: () => faults, unread: () => covered.unread(), announce,
    actions: {openPage, openField, addField, moveField, removePage, redraw},
  });
  publisher = publication({path, place, context, save, reload: async () => took(await exchange('GET', path)), hasFaults: () => faults.length + other.length > 0, openTexts: () => showTab('texts')});
  preview({place, instance, form: () => model.form, tags, names});
  model.addEventListener('change', event => {
    faults = faults.filter(fault => model.at(fault.page, fault.field ?? -1) || fault.field === null);
    changed();
    if (event.detail.typing) {
      lists.drawPages();
      lists.drawFields();
    } else {
      redraw();
    }
    for (const [button, list] of [['undo', model.past], ['redo', model.future]]) {
      place(button).setAttribute('aria-disabled', String(list.length === 0));
    }
  });
  place('panel').addEventListener('focusout', () => {
    if (dirty && !saving) {
      saveSoon();
    }
  });
  place('undo').addEventListener('click', undo);
  place('redo').addEventListener('click', redo);
  keys('Form', {
    a: ['Add a question', () => place('fields').querySelector('[data-add]')?.click()],
    u: ['Undo', undo],
    p: ['Preview', () => place('preview').click()],
  });
  document.addEventListener('keydown', event => {
    const typing = event.target.closest('input, textarea, select');
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !typing) {
      event.preventDefault();
      (event.shiftKey ? redo : undo)();
    }
  });
  showTab = panelTabs();
  state.page = 0;
  redraw();
  publisher.draw();
  covered.refresh();
  report(may ? 'All changes saved' : 'Coordinators change this form.', 'saved');
  page.removeAttribute('aria-busy');
}

function panelTabs() {
  const list = page.querySelector('[role="tablist"]');
  const open = makeTabs(list, () => drawAll());
  return name => open(`tab-${name}`);
}

window.addEventListener('beforeunload', event => {
  if (dirty || saving) {
    event.preventDefault();
  }
});

start().catch(failure => {
  if (!(failure instanceof Refusal)) {
    console.error(failure);
  }
  fill(page, element('div', {class: 'empty', role: 'alert'}, icon('exclamation-triangle'), element('h2', {}, 'The form cannot be loaded'),
    element('p', {}, failure.message), element('button', {type: 'button', class: 'btn', onclick: () => location.reload()}, 'Try again')));
});
