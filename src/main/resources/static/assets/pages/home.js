// The home page: figures with their trend, what needs attention with the way to mend it, programs, dates.

import {call} from '../system/api.js';
import {count, day, locale, relative, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {STATUSES} from '../system/statuses.js';

const page = document.querySelector('.home');
const byId = id => document.getElementById(id);
const scopes = new Set(page.dataset.scopes.split(' '));
const pages = new Set(page.dataset.pages.split(' '));
const percent = new Intl.NumberFormat(locale, {style: 'percent', maximumFractionDigits: 0});

const open = path => pages.has(path);

/** By name: label, address, whether more is better (undefined: neither). */
const FIGURES = {
  waiting: ['Waiting for review', () => scopes.has('enrollments:decide') && open('/console/reviews') ? '/console/reviews' : '/console/enrollments?status=submitted'],
  applications: ['Applications, 7 days', () => '/console/enrollments', true],
  decisions: ['Decisions, 7 days', () => '/console/enrollments?status=approved,rejected', undefined],
  decisionTime: ['Median time to a decision', () => open('/console/reports') ? '/console/reports' : null, false],
};

/** By kind: icon, meaning, sentence, the action's text and address. An action leads to a page that the person may open. */
const ATTENTION = {
  overdueReviews: ({many, since}) => ['clock', 'danger', `${many('review is', 'reviews are')} overdue`, since && `the oldest since ${relative(since)}`,
    scopes.has('enrollments:decide') ? ['Review', '/console/reviews?flag=overdue&sort=due'] : ['Show', '/console/enrollments?status=submitted']],
  incidents: ({many, since}) => ['exclamation-triangle', 'danger', `${many('process', 'processes')} stopped with an error`, since && `since ${relative(since)}`, ['Open incidents', '/console/process']],
  failedDeliveries: ({many, title}) => ['broadcast', 'danger', `${many('delivery', 'deliveries')} to a webhook failed`, title, ['See deliveries', '/console/settings/webhooks', '/console/settings']],
  failedMails: ({many}) => ['envelope', 'danger', `${many('mail was', 'mails were')} not delivered`, 'in the last 7 days', ['See mails', '/console/settings/notifications', '/console/settings']],
  failedImports: ({title, since}) => ['upload', 'danger', 'An import failed', [title, since && relative(since)].filter(Boolean).join(' · '), ['Open imports', '/console/imports']],
  capacity: ({title, share, id}) => ['speedometer2', share >= 1 ? 'danger' : 'warning', `${title} is ${share >= 1 ? 'full' : `${percent.format(share)} full`}`, null,
    [scopes.has('capacity:write') ? 'Change the capacity' : 'See the capacity', `/console/instances/${id}/capacity`, '/console/programs']],
  overdueQuestions: ({many}) => ['hourglass-split', 'warning', `${many('question', 'questions')} to applicants past due`, null,
    scopes.has('enrollments:decide') ? ['Open', '/console/reviews?tab=waiting'] : ['Show', '/console/enrollments?flag=waitingForApplicant']],
  endingOffers: ({many, since}) => ['calendar3', 'warning', `${many('reserved place ends', 'reserved places end')} within two days`, since && `the first ${relative(since)}`,
    ['Decide', '/console/reviews?sort=due']],
  absentReviewer: ({many, title}) => ['person', 'warning', `${title} is absent and holds ${many('review', 'reviews')}`, null, ['Reassign', '/console/reviews/team']],
};

const DUE = {
  instanceBegins: ['Begins', 'calendar3', id => `/console/instances/${id}`],
  instanceEnds: ['Ends', 'calendar3', id => `/console/instances/${id}`],
  campaignBegins: ['Campaign begins', 'megaphone', id => `/console/campaigns/${id}`],
  campaignEnds: ['Campaign ends', 'megaphone', id => `/console/campaigns/${id}`],
};

async function show() {
  fill(byId('figures'), Array.from({length: 4}, () => element('div', {class: 'home-figure', 'aria-hidden': 'true'},
    element('span', {class: 'skeleton'}), element('span', {class: 'skeleton skeleton-short'}))));
  byId('figures').setAttribute('aria-busy', 'true');
  fill(byId('home-rest'));
  try {
    const overview = await call('GET', '/overview');
    fill(byId('figures'), overview.figures.map(figure));
    byId('figures').hidden = overview.figures.length === 0 || overview.empty;
    fill(byId('home-rest'), overview.empty ? firstSteps() : [
      element('div', {class: 'home-columns'}, attention(overview.attention), due(overview.due)),
      programs(overview.programs)]);
  } catch (failure) {
    fill(byId('figures'));
    fill(byId('home-rest'), element('div', {class: 'empty', role: 'alert'}, icon('exclamation-triangle'),
      element('h2', {}, 'The overview could not be loaded'), element('p', {}, failure.message),
      element('button', {type: 'button', class: 'btn', onclick: show}, icon('arrow-clockwise'), 'Try again')));
  } finally {
    byId('figures').removeAttribute('aria-busy');
  }
}

function figure({name, value, exact, before}) {
  const [label, address, moreIsBetter] = FIGURES[name];
  const href = address();
  const shown = value === undefined || value === null ? '–' : name === 'decisionTime' ? duration(value) : `${count(value)}${exact ? '' : '+'}`;
  return element(href ? 'a' : 'div', {class: 'home-figure', ...(href ? {href} : {})},
    element('span', {class: 'muted'}, label),
    element('strong', {class: 'figure'}, shown),
    trend(name, value, before, moreIsBetter));
}

/** The 7 days against the 7 before. */
function trend(name, value, before, moreIsBetter) {
  if (before === undefined || before === null || value === undefined || value === null) {
    return element('span', {class: 'trend'}, name === 'waiting' ? 'now' : 'no figures for the week before');
  }
  const was = name === 'decisionTime' ? duration(before) : count(before);
  if (value === before) {
    return element('span', {class: 'trend'}, 'same as the week before');
  }
  const up = value > before;
  const good = moreIsBetter === undefined ? undefined : up === moreIsBetter;
  const change = before === 0 || value > 4 * before ? '' : `${percent.format(Math.abs(value - before) / before)} `;
  return element('span', {class: `trend${good === undefined ? '' : good ? ' trend-good' : ' trend-bad'}`},
    icon(up ? 'arrow-up' : 'arrow-down'), `${change}${up ? 'more' : 'less'} than ${was} before`);
}

/** `3.2 days`, `5 hours`, `12 minutes` */
function duration(seconds) {
  const [value, unit] = seconds >= 172_800 ? [seconds / 86_400, 'day'] : seconds >= 5400 ? [seconds / 3600, 'hour'] : seconds >= 90 ? [seconds / 60, 'minute'] : [seconds, 'second'];
  return new Intl.NumberFormat(locale, {style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: value < 10 ? 1 : 0}).format(value);
}

function attention(lines) {
  return element('section', {class: 'card', 'aria-labelledby': 'attention'},
    element('div', {class: 'card-header'}, element('h2', {id: 'attention'}, 'Needs attention')),
    lines.length === 0
      ? element('p', {class: 'home-quiet'}, icon('check-circle'), 'Nothing is overdue, and nothing failed.')
      : element('ul', {class: 'home-lines'}, lines.map(line => {
        const many = (one, more) => `${count(line.count)}${line.exact ? '' : '+'} ${line.count === 1 ? one : more}`;
        const [sign, meaning, sentence, detail, [text, href, needed]] = ATTENTION[line.kind]({...line, many});
        const reachable = open(needed ?? href.split('?')[0]);
        return element('li', {'data-kind': line.kind},
          icon(`${sign} icon-${meaning}`),
          element('span', {class: 'home-words'}, sentence, detail && element('span', {class: 'muted'}, detail)),
          reachable && element('a', {class: 'btn btn-sm', href}, text));
      })));
}

function due(dates) {
  return element('section', {class: 'card', 'aria-labelledby': 'due'},
    element('div', {class: 'card-header'}, element('h2', {id: 'due'}, 'Due in 30 days')),
    dates.length === 0
      ? element('p', {class: 'home-quiet'}, icon('check-circle'), 'No program begins or ends.')
      : element('ul', {class: 'home-lines'}, dates.map(date => {
        const [what, sign, address] = DUE[date.kind];
        return element('li', {}, icon(sign), element('span', {class: 'home-words'},
          element('a', {href: address(date.id)}, date.title),
          element('span', {class: 'muted'}, `${what} ${day(date.at)}, `, time(date.at))));
      })));
}

const STAGES = ['submitted', 'approved', 'rejected', 'ineligible'];

function programs(some) {
  return element('section', {'aria-labelledby': 'programs'},
    element('div', {class: 'title-row'}, element('h2', {id: 'programs'}, 'Programs'),
      open('/console/programs') && element('a', {href: '/console/programs'}, 'All programs')),
    element('div', {class: 'home-programs'}, some.map(program => element('article', {class: 'card home-program'},
      element('div', {},
        element('h3', {}, open('/console/programs') ? element('a', {href: `/console/instances/${program.programInstanceId}`}, program.title) : program.title),
        element('p', {class: 'muted'}, `${count(program.recent)} new in 7 days`, program.endDate ? ` · ends ${day(program.endDate)}` : '')),
      funnel(program.counts, program),
      gauge(program.capacity, program.title)))));
}

function funnel(counts, {programInstanceId}) {
  const all = Object.values(counts).reduce((sum, amount) => sum + amount, 0);
  if (all === 0) {
    return element('p', {class: 'muted'}, 'No enrollments yet.');
  }
  const line = (label, amount, status) => element('div', {},
    element('dt', {}, element('a', {href: `/console/enrollments?programInstanceId=${programInstanceId}${status ? `&status=${status}` : ''}`}, label)),
    element('dd', {}, element('progress', {class: 'progress', max: all, value: amount, 'aria-label': label})),
    element('dd', {class: 'number'}, count(amount)));
  return element('dl', {class: 'funnel'},
    line('Enrollments', all),
    STAGES.filter(stage => counts[stage]).map(stage => line(STATUSES[stage][0], counts[stage], stage)));
}

function gauge(capacity, title) {
  if (!capacity) {
    return null;
  }
  const share = capacity.limit > 0 ? capacity.used / capacity.limit : 1;
  return element('div', {},
    element('p', {class: share >= 0.9 && 'full'}, `${count(capacity.used)} of ${count(capacity.limit)} places taken (${percent.format(share)})`),
    element('progress', {class: 'progress', max: Math.max(capacity.limit, capacity.used), value: capacity.used, 'aria-label': `Capacity of ${title}`}));
}

/** An empty workspace: what to do first; a step whose page the person may not open has no button. */
function firstSteps() {
  const step = (title, text, button, href, needed = href) => element('li', {class: 'card'},
    element('h2', {}, title), element('p', {}, text),
    open(needed) && element('a', {class: 'btn', href}, button));
  return element('section', {'aria-label': 'First steps'}, element('ol', {class: 'home-steps'},
    step('Set up a program', 'What it offers, who may take part, how many, and the form. A template has all of it.', 'New program', '/console/programs/new', '/console/programs'),
    step('Bring people in', 'Publish the form, or import a list of people you know already.', 'Import people', '/console/imports'),
    step('Invite colleagues', 'Reviewers decide, coordinators run programs, analysts change the rules.', 'Invite', '/console/settings/people', '/console/settings')));
}

show();
