// Publishing: the state of the form, its address, and its versions with what changed.

import {call, exchange, newKey} from '../system/api.js';
import {time} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {clear, onSubmit, show} from '../system/forms.js';
import {slug} from '../system/slug.js';
import {toast} from '../system/toast.js';
import {closeDialog, field, formDialog, input, textarea} from '../programs/fields.js';
import {untranslated} from './languages.js';
import {normalized, say} from './model.js';
import {showQrCode} from './qr-code.js';

/** @param options {path, place, context(), save(), reload(), hasFaults(), openTexts()} */
export function publication({path, place, context, save, reload, hasFaults, openTexts}) {
  let versions = [];
  let changed = false;

  async function draw() {
    const {settings, may} = context();
    const open = Boolean(settings.published && settings.path);
    fill(place('publication'),
      element('span', {class: `badge badge-${open ? 'success' : 'neutral'}`}, icon(open ? 'broadcast' : 'eye-slash'), open ? 'Published' : 'Not published'),
      open && versions.length > 0 && element('span', {class: 'muted'}, `version ${versions[0].version}`),
      open && changed && element('span', {class: 'badge badge-warning'}, icon('pencil'), 'Changes not published'),
      open && link(settings.path));
    place('publish')?.replaceChildren(open ? (changed ? 'Publish changes' : 'Publish') : 'Publish');
    if (place('unpublish')) {
      place('unpublish').hidden = !open;
    }
    try {
      const list = await call('GET', `${path}/formVersions`);
      if (JSON.stringify([list.data.map(one => one.version), list.unpublishedChanges]) !== JSON.stringify([versions.map(one => one.version), changed])) {
        versions = list.data;
        changed = list.unpublishedChanges;
        await draw();
      }
      drawVersions();
    } catch (refusal) {
      fill(place('versions'), element('p', {class: 'muted'}, refusal.message));
    }
  }

  const address = name => `${context().host}/apply/${name}`;

  function link(name) {
    return element('span', {class: 'form-link'},
      element('a', {href: `/apply/${name}`, target: '_blank', rel: 'noopener'}, `/apply/${name}`, icon('box-arrow-up-right'), element('span', {class: 'unseen'}, ', opens in a new window')),
      element('button', {type: 'button', class: 'btn btn-sm btn-icon', 'aria-label': 'Copy the address of the form', title: 'Copy the address', onclick: async () => {
        try {
          await navigator.clipboard.writeText(address(name));
          toast('The address of the form is copied.');
        } catch {
          toast(`Copy this address: ${address(name)}`, {kind: 'info', seconds: 0});
        }
      }}, icon('copy')),
      element('button', {type: 'button', class: 'btn btn-sm btn-icon', 'aria-label': 'Show the QR code of the form', title: 'QR code', onclick: () => showQrCode(name)}, icon('qr-code')));
  }

  async function publish() {
    if (!(await save()) || hasFaults()) {
      toast('Correct what is marked first; then the form can be published.', {kind: 'danger', seconds: 8});
      place('faults').scrollIntoView({block: 'center'});
      return;
    }
    const {settings, instance, model, tags, names} = context();
    const lacking = untranslated(model, tags);
    if (lacking.length > 0) {
      const several = tags.length > 2 ? 'languages' : names(tags[1]);
      if (await confirm(lacking.length === 1 ? 'One text is not translated' : `${lacking.length} texts are not translated`,
        `The form is offered in ${tags.map(names).join(' and ')}. Write what is missing in ${several}, or take the language out of the settings; then publish.`, 'Go to the texts', {danger: false})) {
        openTexts();
      }
      return;
    }
    const first = !settings.path;
    const form = element('form', {class: 'form'},
      element('div', {'data-place-of-faults': true}),
      field('Address of the form', input('path', {value: settings.path ?? slug(instance.title), required: true, maxlength: 63, spellcheck: 'false', pattern: '[a-z0-9][a-z0-9\\-]{1,61}[a-z0-9]', 'data-invalid': 'Use 3 to 63 lower-case letters, digits and dashes, such as nyc-battery.'}), {hint: `${context().host}/apply/…`}),
      field('What is new', textarea('note', '', {rows: 2, maxlength: 500}), {hint: 'For your colleagues, in the list of versions.', optional: true}));
    onSubmit(form, async values => {
      const patch = {published: true, path: values.path.trim()};
      try {
        // the version with its note first: opening a form that has no version makes one without a note
        const version = await call('POST', `${path}/formVersions`, values.note.trim() ? {note: values.note.trim()} : {}, {once: newKey()});
        const {body, tag} = await exchange('GET', path);
        if (body.application?.published !== true || body.application?.path !== patch.path) {
          await exchange('PATCH', path, {application: patch}, {ifMatch: tag});
        }
        closeDialog(form);
        await reload();
        toast(`Version ${version.version} is published. People who have begun go on with the version that they have.`);
      } catch (refusal) {
        refuse(form, refusal);
      }
    });
    await formDialog(first ? 'Publish the form' : 'Publish the changes', form, 'Publish', {intro: first
      ? 'Everyone with the address can apply. You can close the form again at any time.'
      : 'People who begin an application from now on get this version.'});
  }

  /** Faults of the form are shown in words, with the question that they are about. */
  function refuse(form, refusal) {
    clear(form);
    const {model, tags} = context();
    const faults = new Map();
    const texts = [];
    for (const {pointer, message} of refusal.problem?.errors ?? []) {
      const question = /^\/formConfig\/pages\/(\d+)\/fields\/(\d+)/.exec(pointer);
      if (pointer === '/application/path') {
        faults.set('path', `The address ${message}.`);
      } else {
        const at = question && model.at(Number(question[1]), Number(question[2]));
        texts.push(at ? `“${say(at.label, tags)}” ${message}.` : `The form ${message}.`);
      }
    }
    if (refusal.code === 'path-taken') {
      faults.set('path', 'This address is in use. Choose another one.');
    }
    texts.forEach((text, n) => faults.set(`form${n}`, text));
    show(form, faults, refusal.message);
  }

  async function unpublish() {
    if (await confirm('Close the form?', 'Applications can be neither begun nor sent until you publish it again. Drafts and what was sent stay.', 'Close the form', {danger: false})) {
      try {
        const {tag} = await exchange('GET', path);
        await exchange('PATCH', path, {application: {published: false}}, {ifMatch: tag});
        await reload();
        toast('The form is closed.');
      } catch (refusal) {
        toast(refusal.message, {kind: 'danger'});
      }
    }
  }

  function drawVersions() {
    fill(place('versions'), versions.length === 0
      ? element('div', {class: 'empty'}, icon('clock-history'), element('h2', {}, 'Not published yet'), element('p', {}, 'Each time that you publish the form, its version is kept here with what changed.'))
      : element('ol', {class: 'version-list'}, versions.map((version, n) => {
        const place = element('div', {class: 'version-changes'});
        return element('li', {},
          element('div', {class: 'version-head'},
            element('strong', {}, `Version ${version.version}`),
            version.newest && element('span', {class: 'badge badge-success'}, icon('check-lg'), 'Now'),
            element('span', {class: 'muted'}, version.publishedBy.name, ', ', time(version.publishedAt))),
          version.note && element('p', {}, version.note),
          element('button', {type: 'button', class: 'btn btn-sm', 'aria-expanded': 'false', onclick: event => {
            event.currentTarget.setAttribute('aria-expanded', 'true');
            event.currentTarget.hidden = true;
            compare(version, versions[n + 1], place);
          }}, versions[n + 1] ? 'What changed' : 'What it asks'),
          place);
      })));
  }

  async function compare(version, before, place) {
    fill(place, element('span', {class: 'skeleton'}));
    try {
      const [now, then] = await Promise.all([version, before].map(one => one && call('GET', `${path}/formVersions/${one.version}`)));
      const lines = differences(then ? normalized(then.formConfig) : {pages: []}, normalized(now.formConfig), text => say(text, context().tags));
      fill(place, element('ul', {class: 'version-diff'}, lines.length === 0 ? element('li', {}, 'Only the order or the texts of pages.') : lines.map(line => element('li', {}, line))));
    } catch (refusal) {
      fill(place, element('p', {class: 'muted'}, refusal.message));
    }
  }

  place('publish')?.addEventListener('click', publish);
  place('unpublish')?.addEventListener('click', unpublish);
  return {draw};
}

const MEMBERS = {label: 'question', help: 'help', type: 'type', required: 'must be answered', options: 'options', min: 'limits', max: 'limits', pattern: 'pattern', maxLength: 'number of characters', visibleWhen: 'condition', maxFiles: 'number of files'};

/** What is different, in sentences. */
function differences(before, now, words) {
  const old = new Map(before.pages.flatMap(page => page.fields).map(one => [one.name, one]));
  const lines = [];
  for (const one of now.pages.flatMap(page => page.fields)) {
    const was = old.get(one.name);
    old.delete(one.name);
    if (!was) {
      lines.push(`New: “${words(one.label)}”`);
      continue;
    }
    const parts = [...new Set(Object.keys(MEMBERS).filter(member => JSON.stringify(was[member]) !== JSON.stringify(one[member])).map(member => MEMBERS[member]))];
    if (parts.length > 0) {
      lines.push(`Changed: “${words(one.label)}” (${parts.join(', ')})`);
    }
  }
  old.forEach(one => lines.push(`Removed: “${words(one.label)}”`));
  return lines;
}
