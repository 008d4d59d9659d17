// The actions of an instance, on each of its pages.

import {call, exchange, newKey} from '../system/api.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {toast} from '../system/toast.js';
import {anchor} from '../system/menu.js';
import {closeDialog, field, formDialog, input, text} from '../programs/fields.js';
import {changeFacts, inviteToRenew, moveVersion, rollOver} from './actions.js';

const head = document.querySelector('.instance-head');
const menu = document.getElementById('instance-actions');
const id = head.dataset.instance;
const path = `/programInstances/${id}`;
const scopes = new Set(head.dataset.scopes.split(' '));

async function attempt(work) {
  try {
    await work();
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
}

const item = (sign, words, run) => element('button', {type: 'button', class: 'menu-item', onclick: () => {
  menu.hidePopover();
  run();
}}, icon(sign), words);

async function build() {
  const {body: it} = await exchange('GET', path);
  const open = !it.archivedAt;
  fill(menu,
    open && item('pencil', 'Change texts and dates…', () => attempt(() => changeFacts(id))),
    open && item(it.active ? 'slash-circle' : 'check-circle', it.active ? 'Deactivate' : 'Activate', () => activate(!it.active)),
    item('copy', 'Copy…', () => copy(it)),
    open && item('journal-text', 'Move to another template version…', () => attempt(() => moveVersion(id))),
    scopes.has('enrollments:write') && item('envelope', 'Invite participants to renew…', () => attempt(() => inviteToRenew(id))),
    scopes.has('enrollments:write') && item('sign-turn-right', 'Roll over into another instance…', () => attempt(() => rollOver(id))),
    element('div', {class: 'menu-rule'}),
    open ? item('archive', 'Archive…', archive) : item('archive', 'Take back from the archive', unarchive));
}

async function activate(active) {
  if (!active && !(await confirm('Deactivate this program instance?',
    'It accepts no new application until you activate it again. What is submitted already can still be decided.', 'Deactivate', {danger: false}))) {
    return;
  }
  await change(async tag => {
    await exchange('PATCH', path, {active}, {ifMatch: tag});
    location.reload();
  });
}

async function archive() {
  if (await confirm(`Archive ${head.dataset.title}?`,
    'It stays readable and accepts no application any more. You can take it back from the archive.', 'Archive', {danger: false})) {
    await change(async tag => {
      await exchange('DELETE', path, undefined, {ifMatch: tag});
      location.reload();
    });
  }
}

async function unarchive() {
  await change(async tag => {
    await exchange('POST', `${path}/unarchive`, {}, {ifMatch: tag, once: newKey()});
    location.reload();
  });
}

/** Runs a change with the tag of now: the person decided on what the menu showed a moment ago. */
async function change(work) {
  try {
    await work((await exchange('GET', path)).tag);
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
}

function copy(it) {
  const form = element('form', {class: 'form'},
    field('Title of the copy', input('title', {required: true, maxlength: 200, value: `${it.title} (copy)`})),
    element('div', {class: 'fields-row'},
      field('First day', input('startDate', {type: 'date'}), {optional: true}),
      field('Last day', input('endDate', {type: 'date'}), {optional: true})));
  onSubmit(form, async values => {
    const made = await call('POST', `${path}/clone`,
      {title: values.title.trim(), active: false, startDate: text(values.startDate), endDate: text(values.endDate)}, {once: newKey()});
    closeDialog(form);
    location.assign(`/console/instances/${made.id}/overview`);
  });
  formDialog('Copy this program instance', form, 'Copy', {
    intro: 'Configuration, rules, form, notifications, capacity and waitlist are copied; applications are not. The copy begins inactive.'});
}

document.querySelector('[data-copy-link]')?.addEventListener('click', async event => {
  try {
    await navigator.clipboard.writeText(location.origin + event.currentTarget.dataset.copyLink);
    toast('Link copied');
  } catch {
    toast('The browser does not allow copying. Select the link and copy it.', {kind: 'info'});
  }
});

if (menu) {
  anchor(menu, document.getElementById('instance-menu'));
  menu.addEventListener('beforetoggle', event => {
    if (event.newState === 'open') {
      build().catch(refusal => {
        menu.hidePopover();
        toast(refusal.message, {kind: 'danger'});
      });
    }
  });
}
