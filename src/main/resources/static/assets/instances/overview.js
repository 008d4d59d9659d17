// The overview of an instance: figures, funnel, capacity, facts.

import {call} from '../system/api.js';
import {count, day} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {duration, facts, failure, gauge, many, percent, period, skeleton} from '../programs/words.js';

const head = document.querySelector('.instance-head');
const id = head.dataset.instance;
const place = name => document.querySelector(`[data-${name}]`);
const base = `/console/instances/${id}`;

const STAGES = {created: 'Applications', eligible: 'Eligible', submitted: 'Submitted', approved: 'Approved'};

async function part(name, what, work) {
  fill(place(name), skeleton());
  place(name).setAttribute('aria-busy', 'true');
  try {
    await work(place(name));
  } catch (refusal) {
    fill(place(name), failure(what, refusal, () => part(name, what, work)));
  }
  place(name).removeAttribute('aria-busy');
}

function figure(words, value, link, action) {
  return element('div', {class: 'card'}, element('div', {class: 'card-body stack figure-card'},
    element('span', {class: 'muted'}, words), element('p', {class: 'figure'}, value), link && element('a', {href: link}, action)));
}

const funnel = call('GET', `/reports/funnel?programInstanceId=${id}`);
const instance = call('GET', `/programInstances/${id}`);
const capacity = call('GET', `/programInstances/${id}/capacity`);

part('figures', 'The figures could not be loaded', async place => {
  const stages = Object.fromEntries((await funnel).stages.map(stage => [stage.stage, stage]));
  const waitlist = await call('GET', `/programInstances/${id}/waitlist?perPage=1`);
  fill(place,
    figure('Applications', count(stages.created.reached), `/console/enrollments?programInstanceId=${id}`, 'See all'),
    figure('Waiting for review', count(stages.submitted.standing), `/console/reviews?programInstanceId=${id}`, 'Review'),
    figure('Approved', count(stages.approved.standing), `/console/enrollments?programInstanceId=${id}&status=approved`, 'See all'),
    figure('On the waitlist', count(waitlist.totalItems), `${base}/capacity`, waitlist.enabled ? 'Open the waitlist' : 'Switch it on'));
});

part('funnel', 'The funnel could not be loaded', async place => {
  const report = await funnel;
  const stages = report.stages.filter(stage => STAGES[stage.stage]);
  const most = stages[0].reached;
  if (most === 0) {
    fill(place, element('div', {class: 'empty'}, icon('funnel'), element('h3', {}, 'No applications yet'),
      element('p', {}, 'The stages appear here with the first application.')));
    return;
  }
  fill(place,
    element('ul', {class: 'funnel'}, stages.map(stage => element('li', {},
      element('span', {}, STAGES[stage.stage]),
      element('progress', {class: 'progress', max: most, value: stage.reached, 'aria-label': `${STAGES[stage.stage]}: ${count(stage.reached)}`}),
      element('span', {class: 'number'}, count(stage.reached)),
      element('span', {class: 'muted number'}, stage.rate === undefined || stage.rate === null ? '' : percent(Number(stage.rate)))))),
    element('p', {class: 'muted'}, 'Percent of the stage before.', report.pending ? ' The latest changes are still being counted.' : ''));
});

part('capacity', 'The capacity could not be loaded', async place => {
  const pool = await capacity;
  fill(place, pool.id
    ? [gauge(pool), element('p', {}, element('a', {href: `${base}/capacity`}, 'Limits and waitlist'))]
    : [element('p', {}, 'No limit: everyone eligible can take part.'), element('p', {}, element('a', {href: `${base}/capacity`}, 'Set a limit'))]);
});

/** The name of a rule set or a template; its short name where the person may not read it. */
const nameOf = (path, slug) => call('GET', `/${path}/${slug}`).then(found => found.name, () => slug);

part('facts', 'The facts could not be loaded', async place => {
  const it = await instance;
  const review = it.config.review ?? {};
  const [slug, version] = it.templateVersion?.split('@') ?? [];
  const [rules, template] = await Promise.all([nameOf('ruleSets', it.ruleSet.slug), slug && nameOf('templates', slug)]);
  fill(place, facts([
    ['Period', period(it.startDate, it.endDate)],
    ['Program ends', it.program.endTime && day(it.program.endTime)],
    ['Days in', it.timeZone],
    ['Template', it.templateVersion ? element('a', {href: `${base}/configuration`}, `${template}, version ${version}`) : 'None'],
    ['Rules', element('a', {href: `${base}/rules`}, `${rules}, ${it.ruleSet.version === 'latest' ? 'always the latest version' : `version ${it.ruleSet.version}`}`)],
    ['Reviews', review.approvals === 2 ? 'Two people approve' : 'One person approves'],
    ['Reminder after', review.reminderAfter && duration(review.reminderAfter)],
    ['Escalation after', review.escalateAfter && duration(review.escalateAfter)],
    ['Campaign', it.campaignId && element('a', {href: `/console/campaigns/${it.campaignId}`}, `Cohort ${it.cohort}`)],
    ['Terms', `Version ${it.termsVersion}`],
    ['Created', day(it.createdAt)],
  ]));
});
