// A participant group: facts, what it can take part in and why not, the campaigns for it.

import {call, exchange} from '../system/api.js';
import {count} from '../system/dates.js';
import {confirm} from '../system/dialog.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {badge} from '../system/statuses.js';
import {toast} from '../system/toast.js';
import {campaignBadge} from '../programs/campaign-words.js';
import {closeDialog, field, formDialog, select} from '../programs/fields.js';
import {groupForm, groupValues} from '../programs/group-form.js';
import {Resource} from '../programs/saving.js';
import {facts, failure, period, skeleton, typeWords} from '../programs/words.js';

const page = document.querySelector('main');
const {id} = page.dataset;
const place = name => page.querySelector(`section [data-${name}], .card-body[data-${name}]`);
const path = `/participantGroups/${id}`;
const resource = Resource.read(path);

async function showFacts() {
  fill(place('facts'), skeleton());
  try {
    const group = (await resource).body;
    fill(place('facts'), facts([
      ['Status', group.status === 'active' ? badge('Active', 'check-circle', 'success') : badge('Inactive', 'slash-circle')],
      ['Description', group.description],
      ['Tags', group.tags.join(', ') || 'None: no template that asks for a tag fits'],
      ['Types of programs', group.eligibleProgramTypes.map(typeWords).join(', ') || 'None: the group can take part in nothing'],
      ['People, about', group.estimatedMembers === undefined ? null : count(group.estimatedMembers)],
    ]));
  } catch (refusal) {
    fill(place('facts'), failure('The facts could not be loaded', refusal));
  }
}

async function showFit() {
  fill(place('fit'), skeleton());
  try {
    const [templates, programs] = await Promise.all([call('GET', '/templates?perPage=500&sort=name'), call('GET', '/programs?perPage=500&sort=name')]);
    const offered = templates.data.filter(one => one.latestVersion > 0);
    if (offered.length === 0 || programs.data.length === 0) {
      fill(place('fit'), element('p', {class: 'muted'}, 'There must be a template and a program first.'));
      return;
    }
    const template = select('template', offered.map(one => [`${one.slug}@${one.activeVersion ?? one.latestVersion}`, `${one.name}, version ${one.activeVersion ?? one.latestVersion}`]));
    const program = select('program', programs.data.map(one => [one.slug, `${one.name} (${typeWords(one.type)})`]));
    const result = element('div', {'aria-live': 'polite'});
    const show = async () => {
      try {
        const fit = await call('GET', `${path}/compatibility?template=${encodeURIComponent(template.value)}&program=${encodeURIComponent(program.value)}`);
        fill(result, fit.compatible
          ? element('div', {class: 'alert alert-success', role: 'status'}, icon('check-circle'), element('div', {}, 'They fit together: a campaign can offer this template to the group.'))
          : element('div', {class: 'alert alert-warning', role: 'status'}, icon('exclamation-triangle'), element('div', {}, element('h3', {}, 'They do not fit together'), element('ul', {}, fit.reasons.map(reason => element('li', {}, reason.message))))));
      } catch (refusal) {
        fill(result, failure('This could not be checked', refusal, show));
      }
    };
    [template, program].forEach(control => control.addEventListener('change', show));
    fill(place('fit'), element('div', {class: 'fields-row'}, field('Template', template), field('Program', program)), result);
    await show();
  } catch (refusal) {
    fill(place('fit'), failure('The templates and programs could not be loaded', refusal, showFit));
  }
}

async function showCampaigns() {
  const where = document.querySelector('.card-body[data-campaigns]');
  if (page.dataset.campaigns !== 'true') {
    fill(where, element('p', {class: 'muted'}, 'Your roles do not include campaigns.'));
    return;
  }
  fill(where, skeleton());
  try {
    const found = (await call('GET', '/campaigns?perPage=500&sort=-createdAt')).data.filter(one => one.participantGroupId === id);
    fill(where, found.length === 0 ? element('p', {class: 'muted'}, 'No campaign is for this group yet.')
      : element('ul', {class: 'plain'}, found.map(one => element('li', {}, element('a', {href: `/console/campaigns/${one.id}`}, one.name), ' ', campaignBadge(one.status), ' ', element('span', {class: 'muted'}, period(one.startDate, one.endDate))))));
  } catch (refusal) {
    fill(where, failure('The campaigns could not be loaded', refusal, showCampaigns));
  }
}

page.querySelector('[data-edit]')?.addEventListener('click', async () => {
  const group = await resource;
  const form = groupForm(group.body);
  onSubmit(form, async () => {
    await group.patch(groupValues(form));
    closeDialog(form);
    location.reload();
  });
  formDialog('Edit the group', form, 'Save', {wide: true});
});

page.querySelector('[data-remove]')?.addEventListener('click', async () => {
  const group = await resource;
  if (!(await confirm(`Delete ${group.body.name}?`, 'A group that a campaign or a limit uses is kept.', 'Delete'))) {
    return;
  }
  try {
    await exchange('DELETE', path, undefined, {ifMatch: group.tag});
    location.assign('/console/groups');
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
});

showFacts();
showFit();
showCampaigns();
