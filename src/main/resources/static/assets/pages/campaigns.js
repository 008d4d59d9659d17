// The campaigns.

import {call, newKey} from '../system/api.js';
import {count} from '../system/dates.js';
import {element} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {CAMPAIGN_STATUSES, campaignBadge} from '../programs/campaign-words.js';
import {closeDialog, field, formDialog, input, textarea} from '../programs/fields.js';
import {listing} from '../programs/listing.js';
import {period, words} from '../programs/words.js';

const writes = document.querySelector('main').dataset.writes === 'true';
document.querySelector('[data-statuses]').append(...Object.entries(CAMPAIGN_STATUSES).map(([value, [text]]) =>
  element('button', {type: 'button', class: 'chip', 'data-filter': 'status', 'data-value': value, 'aria-pressed': 'false'}, text)));

function create() {
  const form = element('form', {class: 'form'},
    field('Name', input('name', {required: true, maxlength: 180})),
    field('Description', textarea('description', '', {maxlength: 5000, rows: 2}), {optional: true}));
  onSubmit(form, async values => {
    const made = await call('POST', '/campaigns', {name: values.name.trim(), ...(values.description.trim() ? {description: values.description.trim()} : {})}, {once: newKey()});
    closeDialog(form);
    location.assign(`/console/campaigns/${made.id}`);
  });
  formDialog('New campaign', form, 'Create the draft', {intro: 'A draft needs only a name. Its page shows what a plan still needs.'});
}

document.querySelector('[data-new]')?.addEventListener('click', create);

listing({
  table: document.querySelector('[data-list]'),
  foot: document.querySelector('[data-foot]'),
  path: '/campaigns',
  query: parameters => {
    parameters.set('sort', '-createdAt');
    return parameters;
  },
  noun: ['campaign', 'campaigns'],
  failedWords: 'The campaigns could not be loaded',
  none: filtered => filtered ? ['No campaign has this status', 'Choose another status.']
    : ['No campaigns yet', 'A campaign offers a template to a group for some months, in cohorts.', writes && element('button', {type: 'button', class: 'btn', onclick: create}, 'New campaign')],
  row: campaign => element('tr', {},
    element('td', {}, element('a', {href: `/console/campaigns/${campaign.id}`}, campaign.name)),
    element('td', {}, campaignBadge(campaign.status)),
    element('td', {class: 'wide'}, period(campaign.startDate, campaign.endDate)),
    element('td', {class: 'wide'}, campaign.templateVersion ? words(campaign.templateVersion.replace('@', ', version ')) : element('span', {class: 'muted'}, '–')),
    element('td', {class: 'number'}, count(campaign.cohortCount)),
    element('td', {class: 'number wide'}, campaign.targets?.participants ? count(campaign.targets.participants) : '–')),
});
