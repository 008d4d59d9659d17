// Larger actions on an instance, each with a preview: its facts, another template version, the rollover into the next year.

import {call, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {confirm, open} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {toast} from '../system/toast.js';
import {shown} from '../enrollment/words.js';
import {pathOf} from '../programs/differences.js';
import {closeDialog, field, formDialog, input, select, text, textarea} from '../programs/fields.js';
import {ZONES} from '../programs/reference.js';
import {Resource, changes} from '../programs/saving.js';
import {many, words} from '../programs/words.js';

const POLL_MILLIS = 700;
const pathWords = pointer => pathOf(pointer).map(words).join(' › ');

/** The texts, dates and time zone of an instance. */
export async function changeFacts(id) {
  const instance = await Resource.read(`/programInstances/${id}`);
  const it = instance.body;
  const zones = [...new Set([...(it.timeZone ? [it.timeZone] : []), ...ZONES])];
  const form = element('form', {class: 'form'},
    field('Title', input('title', {required: true, maxlength: 200, value: it.title})),
    field('Description', textarea('description', it.description, {required: true, maxlength: 5000, rows: 3})),
    field('Who may take part', textarea('eligibilityCriteria', it.eligibilityCriteria, {required: true, maxlength: 20000}), {hint: 'Applicants read it before they begin.'}),
    field('Terms', textarea('programTerms', it.programTerms, {required: true, maxlength: 100000, rows: 6}), {hint: `Applicants accept them. A change makes version ${it.termsVersion + 1} of the terms.`}),
    element('div', {class: 'fields-row'},
      field('First day', input('startDate', {type: 'date', value: it.startDate?.slice(0, 10) ?? ''}), {optional: true}),
      field('Last day', input('endDate', {type: 'date', value: dayOf(it.endDate)}), {optional: true}),
      field('Time zone', select('timeZone', [['', 'That of the workspace'], ...zones.map(zone => [zone, zone.replaceAll('_', ' ')])], it.timeZone))),
    field('Logo', input('logoUrl', {type: 'url', value: it.logoUrl ?? '', maxlength: 2000}), {hint: 'Address of a picture, beginning with https://.', optional: true}));
  onSubmit(form, async values => {
    const patch = changes(it, {title: values.title.trim(), description: values.description, eligibilityCriteria: values.eligibilityCriteria,
      programTerms: values.programTerms, timeZone: text(values.timeZone), logoUrl: text(values.logoUrl)});
    for (const name of ['startDate', 'endDate']) {
      if (values[name] !== (name === 'endDate' ? dayOf(it.endDate) : it.startDate?.slice(0, 10) ?? '')) {
        patch[name] = text(values[name]);
      }
    }
    await instance.patch(patch);
    closeDialog(form);
    location.reload();
  });
  return formDialog('Change texts and dates', form, 'Save', {wide: true});
}

/** The last day: the end is the moment after it. */
function dayOf(end) {
  return end ? new Date(new Date(end).getTime() - 1).toISOString().slice(0, 10) : '';
}

/** A list of changes in words. */
export function changeList(diff) {
  const lines = [
    ...diff.changed.map(one => [pathWords(one.pointer), shown(one.from), shown(one.to)]),
    ...diff.added.map(one => [pathWords(one.pointer), null, shown(one.value)]),
    ...diff.removed.map(one => [pathWords(one.pointer), shown(one.value), null]),
  ];
  return lines.length === 0 ? element('p', {class: 'muted'}, 'No value changes.')
    : element('div', {class: 'table-frame'}, element('table', {class: 'table'},
      element('thead', {}, element('tr', {}, ['Field', 'Now', 'Then'].map(title => element('th', {scope: 'col'}, title)))),
      element('tbody', {}, lines.map(([name, from, to]) => element('tr', {}, element('td', {}, name), element('td', {}, from ?? element('span', {class: 'muted'}, 'Not set')), element('td', {}, to ?? element('span', {class: 'muted'}, 'Not set')))))));
}

/** Moves an instance to another version of a template, after a preview. */
export async function moveVersion(id) {
  const path = `/programInstances/${id}`;
  const instance = await Resource.read(path);
  const [slug, number] = instance.body.templateVersion?.split('@') ?? ['', ''];
  const templates = (await call('GET', '/templates?perPage=500&sort=name')).data.filter(one => one.activeVersion);
  const own = slug ? (await call('GET', `/templates/${slug}/versions`)).data.filter(one => one.status === 'active' && String(one.version) !== number).reverse() : [];
  const choices = [...own.map(one => [`${slug}@${one.version}`, `${words(slug)}, version ${one.version}${one.note ? `: ${one.note}` : ''}`]),
    ...templates.filter(one => one.slug !== slug).map(one => [`${one.slug}@${one.activeVersion}`, `${one.name}, version ${one.activeVersion}`])];
  if (choices.length === 0) {
    toast('There is no other active template version.', {kind: 'info'});
    return;
  }
  const version = select('version', choices);
  const preview = element('div', {class: 'stack', 'aria-live': 'polite'});
  let possible = false;
  const show = async () => {
    possible = false;
    fill(preview, element('p', {class: 'muted'}, 'Comparing…'));
    try {
      const [move, open] = await Promise.all([call('POST', `${path}/templateVersion`, {version: version.value, dryRun: true}, {once: newKey()}),
        call('GET', `${path}/enrollments?status=candidate,eligible,ineligible&perPage=1`).catch(() => null)]);
      possible = move.faults.length === 0;
      const total = move.changes.changed.length + move.changes.added.length + move.changes.removed.length;
      fill(preview,
        move.faults.length > 0 && element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {},
          element('h3', {}, 'This version does not fit'), element('ul', {}, move.faults.map(fault => element('li', {}, `${pathWords(fault.pointer.replace(/^\/config/, '')) || 'Configuration'}: ${fault.message}`))))),
        changeList(move.changes),
        element('p', {}, total === 0 ? 'No application is affected.' : open && open.totalItems > 0
          ? `${many(open.totalItems, 'open application')} can be decided anew, because the rules read the configuration. Submitted and approved ones stay.`
          : 'No open application is affected.'),
        element('p', {class: 'muted'}, 'Only the configuration moves. Rules, form and notifications belong to the instance and stay.'));
    } catch (refusal) {
      fill(preview, element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {}, refusal.message)));
    }
  };
  version.addEventListener('change', show);
  show();
  await open('Move to another template version', element('div', {class: 'stack'}, field('Template version', version), preview),
    [{value: 'move', text: 'Move', kind: 'primary'}, {value: null, text: 'Cancel'}], {wide: true, close: async () => {
      if (!possible) {
        return false;
      }
      try {
        await instance.send('POST', `${path}/templateVersion`, {version: version.value, dryRun: false}, {once: newKey()});
        location.reload();
        return true;
      } catch (refusal) {
        fill(preview, element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {}, refusal.message)));
        return false;
      }
    }});
}

const OUTCOMES = {
  eligible: 'enrolled again, eligible', manual: 'enrolled again, a person decides', ineligible: 'enrolled as not eligible', alreadyEnrolled: 'enrolled there already', alreadyRenewed: 'renewed before', failed: 'could not be processed',
};

/** Enrolls the approved people of an instance in another one, after a dry run. */
export async function rollOver(id) {
  const path = `/programInstances/${id}`;
  const instances = (await call('GET', '/programInstances?perPage=500&sort=-createdAt')).data.filter(one => one.id !== id && !one.archivedAt);
  if (instances.length === 0) {
    toast('There is no other instance to roll over into. Copy this one first.', {kind: 'info'});
    return;
  }
  const target = select('target', instances.map(one => [one.id, one.title]));
  const result = element('div', {class: 'stack', 'aria-live': 'polite'});
  let previewed = false;
  const run = async dryRun => {
    let rollover = await call('POST', `${path}/rollovers`, {targetProgramInstanceId: target.value, dryRun}, {once: newKey()});
    while (rollover.status === 'queued' || rollover.status === 'running') {
      fill(result, element('progress', {class: 'progress', max: rollover.total || 1, value: rollover.processed, 'aria-label': 'Processed'}),
        element('p', {class: 'muted'}, `${count(rollover.processed)} of ${many(rollover.total, 'person', 'people')}.`));
      await new Promise(done => setTimeout(done, POLL_MILLIS));
      rollover = await call('GET', `/rollovers/${rollover.id}`);
    }
    const refused = rollover.ineligible > 0 ? (await call('GET', `/rollovers/${rollover.id}/items?outcome=ineligible&perPage=10`)).data : [];
    fill(result,
      element('p', {}, element('strong', {}, dryRun ? `${many(rollover.total, 'person', 'people')} would be processed:` : `${many(rollover.processed, 'person', 'people')} processed:`)),
      rollover.total === 0 ? element('p', {class: 'muted'}, 'No approved person is in this instance.')
        : element('ul', {class: 'plain'}, Object.entries(OUTCOMES).filter(([name]) => rollover[name] > 0).map(([name, sentence]) => element('li', {}, `${count(rollover[name])} ${sentence}`))),
      refused.length > 0 && element('details', {}, element('summary', {}, 'Why people are not eligible'), element('ul', {class: 'plain'}, refused.map(item => element('li', {}, item.reason ?? item.code)))),
      rollover.failure && element('p', {class: 'form-error'}, element('span', {}, rollover.failure)));
    return rollover;
  };
  target.addEventListener('change', () => {
    previewed = false;
    fill(result);
  });
  await open('Roll over into another instance', element('div', {class: 'stack'},
    element('p', {}, 'The approved people are enrolled in the other instance. Its rules decide about each; the new enrollments are linked to the old ones. Look first: nothing is stored by the preview.'),
    field('Into', target), result),
  [{value: 'preview', text: 'Preview', kind: 'primary'}, {value: 'run', text: 'Roll over'}, {value: null, text: 'Close'}], {wide: true, close: async value => {
    try {
      if (value === 'run' && !previewed) {
        fill(result, element('p', {class: 'form-error', role: 'alert'}, element('span', {}, 'Press Preview first, and see what would happen.')));
        return false;
      }
      const done = await run(value === 'preview');
      previewed = value === 'preview' && done.status === 'completed' && done.total > 0;
    } catch (refusal) {
      fill(result, element('div', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-triangle'), element('div', {}, refusal.message)));
    }
    return false;
  }});
}

/** Mails the participants of an instance the link by which they renew in the newest open one, after a count. */
export async function inviteToRenew(id) {
  const path = `/programInstances/${id}/renewalInvitations`;
  const preview = await call('POST', path, {dryRun: true}, {once: newKey()});
  if (preview.invited === 0) {
    toast(preview.invitedEarlier > 0
      ? `${many(preview.invitedEarlier, 'participant was', 'participants were')} invited already, and no other can renew.`
      : 'No participant can renew now.', {kind: 'info'});
    return;
  }
  const sure = await confirm(`Invite ${many(preview.invited, 'participant', 'participants')} to renew?`,
    `Each gets a message with the link to the application. The answers are carried over into ${preview.targetTitle}, and people check them before they send them.`
    + (preview.invitedEarlier > 0 ? ` ${many(preview.invitedEarlier, 'participant was', 'participants were')} invited already and get no second message.` : ''),
    'Send the invitations', {danger: false});
  if (sure) {
    const done = await call('POST', path, {dryRun: false}, {once: newKey()});
    toast(`${many(done.invited, 'invitation is', 'invitations are')} on the way.`);
  }
}
