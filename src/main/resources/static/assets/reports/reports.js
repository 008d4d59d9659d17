// The reports: each tab asks the API for its figures and shows them as charts with tables.

import {call, latest} from '../system/api.js';
import {day, locale} from '../system/dates.js';
import {element, fill} from '../system/dom.js';
import {anchor} from '../system/menu.js';
import {money} from '../system/money.js';
import {SavedViews} from '../system/saved-views.js';
import {bars, clear, colour, grouped, lines, series} from './charts.js';
import {choice, filters, query, remember} from './filters.js';
import {drawCharts, failed, section, show} from './section.js';
import {schedule} from './schedule.js';
import {BY, NONE, STAGES, STEPS, duration, number, durationSteps, period, rate, rateOf, amount, sentence, shareBar, source} from './words.js';

const report = document.querySelector('main').dataset.report;
const place = document.querySelector('[data-sections]');
const form = document.querySelector('[data-filters]');
const asOf = document.querySelector('[data-as-of]');
const MOST_BARS = 12;
const COUNTS = ['created', 'eligible', 'submitted', 'approved', 'rejected'];
const ALL_COUNTS = [...COUNTS.slice(0, 2), 'ineligible', ...COUNTS.slice(2), 'unenrolled', 'reopened', 'erased'];

/** The names of metrics for people: those that the instances of the report give them. */
async function metricLabels(signal, found) {
  const instances = found.map(row => row.programInstanceId).filter(Boolean).slice(0, MOST_BARS);
  const defined = await Promise.all(instances.map(id => call('GET', `/programInstances/${id}/outcomeMetrics`, undefined, {signal}).then(answer => answer.data, () => [])));
  return new Map(defined.flat().map(metric => [metric.name, metric.label]));
}

/** The names of rule sets by their short names. */
async function ruleSetNames(signal) {
  const {data} = await call('GET', '/ruleSets?perPage=500', undefined, {signal});
  return new Map(data.map(ruleSet => [ruleSet.slug, ruleSet.name]));
}

function path(name, more = {}, options) {
  const asked = query(options);
  Object.entries(more).filter(([, value]) => value).forEach(([key, value]) => asked.set(key, value));
  return `/reports/${name}${String(asked) && `?${asked}`}`;
}

const get = (signal, address) => call('GET', address, undefined, {signal});

/** A select that keeps its choice in the address and loads the report again. */
function select(label, name, choices, chosen) {
  const made = element('select', {class: 'form-select', name, onchange: () => {
    remember({[name]: made.value});
    load();
  }}, choices.map(([value, text]) => element('option', {value, selected: value === chosen}, text)));
  return element('label', {}, element('span', {class: 'unseen'}, label), made);
}

const pages = {
  async funnel(signal) {
    const by = choice('by', 'program');
    const [funnel, conversion] = await Promise.all([get(signal, path('funnel')), get(signal, path('conversion', {by}))]);
    const reached = of => funnel.stages.find(stage => stage.stage === of)?.reached;
    const stages = section('How far do people get?', () => path('funnel'));
    show(stages, {
      name: funnel.stages.map(stage => `${STAGES[stage.stage]} ${stage.reached}`).join(', '),
      options: bars(['created', 'eligible', 'submitted', 'decided', 'approved'].map(name => funnel.stages.find(stage => stage.stage === name))
        .map(stage => ({name: STAGES[stage.stage], value: stage.reached})), number, 110),
      height: 260,
      columns: [['Stage', ''], ['Reached', 'number'], ['There now', 'number'], ['Of', ''], ['Rate', 'number']],
      rows: funnel.stages[0].reached === 0 ? [] : funnel.stages.map(stage => [STAGES[stage.stage], number(stage.reached), number(stage.standing), stage.of ? STAGES[stage.of] : NONE, rateOf(stage.reached, reached(stage.of))]),
    });
    const rows = conversion.data;
    const name = row => row.name ?? (by === 'source' ? source(row.value) : row.value);
    const shares = section('Who gets through?', () => path('conversion', {by}), select('Compare by', 'by', Object.entries(BY), by));
    show(shares, {
      name: rows.slice(0, MOST_BARS).map(row => `${name(row)} ${rate(row.conversionRate)}`).join(', '),
      options: bars(rows.slice(0, MOST_BARS).map(row => ({name: name(row), value: row.conversionRate ?? 0})), rate, 230),
      height: 72 + 32 * Math.min(rows.length, MOST_BARS),
      note: rows.length > MOST_BARS ? `Approved of all who applied. The chart shows the ${MOST_BARS} with the most applications; the table shows all.` : 'Approved of all who applied.',
      columns: [[BY[by], ''], ['Applied', 'number'], ['Eligible', 'number'], ['Submitted', 'number'], ['Approved', 'number'], ['Left', 'number wide'], ['Eligible rate', 'number wide'], ['Approval rate', 'number wide'], ['Applied to approved', 'number']],
      rows: rows.map(row => [name(row), number(row.created), number(row.eligible), number(row.submitted), number(row.approved), number(row.unenrolled), rate(row.eligibleRate), rate(row.approvedRate), shareBar(row.conversionRate)]),
      nothing: {title: `No ${BY[by].toLowerCase()} to compare`, text: 'No application matches the filters, or none has this property.'},
    });
    const instance = query().get('programInstanceId');
    return [funnel, stages, shares, ...(instance ? [await formPages(signal, instance)] : [])];
  },

  async trend(signal) {
    const interval = choice('interval', 'month');
    const dimension = choice('dimension', '');
    const value = choice('value', '');
    const [series_, values] = await Promise.all([
      get(signal, path('timeseries', {interval, ...(value && {[dimension]: value})})),
      dimension ? get(signal, path('conversion', {by: dimension})) : {data: []}]);
    const periods = series_.periods;
    const made = section('How many apply, and how many are decided?', () => path('timeseries', {interval, ...(value && {[dimension]: value})}),
      select('Interval', 'interval', [['day', 'By day'], ['week', 'By week'], ['month', 'By month']], interval),
      select('Only', 'dimension', [['', 'All applications'], ...['state', 'manufacturer', 'tag', 'source'].map(name => [name, `By ${BY[name].toLowerCase()}`])], dimension),
      dimension && select(BY[dimension], 'value', [['', `Choose a ${BY[dimension].toLowerCase()}`], ...values.data.map(row => [row.value, dimension === 'source' ? source(row.value) : row.value])], value));
    show(made, {
      name: COUNTS.map(count => `${STAGES[count]} ${periods.reduce((sum, one) => sum + one[count], 0)} in all`).join(', '),
      options: lines(periods.map(one => period(one.from, interval)), COUNTS.map(count => ({name: STAGES[count], values: periods.map(one => one[count])})), number),
      note: `Each change counts on its day, in the time zone ${series_.timeZone.replace('_', ' ')}.`,
      height: 380,
      columns: [[sentence(interval), ''], ...ALL_COUNTS.map(count => [STAGES[count], 'number'])],
      rows: periods.some(one => ALL_COUNTS.some(count => one[count] > 0))
        ? periods.map(one => [period(one.from, interval), ...ALL_COUNTS.map(count => number(one[count]))]) : [],
    });
    return [series_, made];
  },

  async years(signal) {
    const count = choice('count', 'created');
    const year = new Date().getUTCFullYear();
    const asked = {interval: 'month', from: `${year - 2}-01-01`, to: `${year + 1}-01-01`};
    const found = await get(signal, path('timeseries', asked, {days: false}));
    const years = [year, year - 1, year - 2].map(one => ({
      name: String(one), values: found.periods.filter(month => month.from.startsWith(String(one))).map(month => month[count]),
    }));
    const today = new Date().toISOString().slice(0, 10);
    // months to come are not zero
    const shown = years.map(one => ({...one, values: one.values.map((value, month) => (`${one.name}-${String(month + 1).padStart(2, '0')}-01` > today ? null : value))}))
      .filter(one => one.values.some(value => value > 0) || one.name === String(year));
    const months = Array.from({length: 12}, (_, month) => new Intl.DateTimeFormat(locale, {month: 'short', timeZone: 'UTC'}).format(Date.UTC(2026, month, 1)));
    const made = section('How does this year compare with the years before?', () => path('timeseries', asked, {days: false}),
      select('Count', 'count', ALL_COUNTS.map(name => [name, STAGES[name]]), count));
    show(made, {
      name: shown.map(one => `${one.name}: ${one.values.reduce((sum, value) => sum + (value ?? 0), 0)}`).join(', '),
      options: lines(months, shown, number),
      height: 360,
      columns: [['Month', ''], ...shown.map(one => [one.name, 'number'])],
      rows: [...months.map((name, month) => [name, ...shown.map(one => number(one.values[month]))]),
        ['Total', ...shown.map(one => number(one.values.reduce((sum, value) => sum + (value ?? 0), 0)))]],
    });
    return [found, made];
  },

  async durations(signal) {
    const found = await get(signal, path('durations'));
    const steps = found.steps.filter(step => step.count > 0);
    const slow = steps.filter(step => step.step !== 'participation');
    const made = section('How long does each step take?', () => path('durations'));
    show(made, {
      name: slow.map(step => `${STEPS[step.step]}: median ${duration(step.p50Seconds)}, 9 in 10 within ${duration(step.p90Seconds)}`).join('; '),
      options: slow.length > 0 && grouped(slow.map(step => STEPS[step.step]),
        [{name: 'Median', values: slow.map(step => step.p50Seconds)}, {name: '9 in 10 within', values: slow.map(step => step.p90Seconds)}], duration, 170, durationSteps),
      height: 110 + 64 * slow.length,
      note: 'Steps that ended in the period. Participation is in the table only: it lasts far longer than the steps before.',
      columns: [['Step', ''], ['Count', 'number'], ['Mean', 'number'], ['Median', 'number'], ['9 in 10 within', 'number'], ['99 in 100 within', 'number wide'], ['Longest', 'number wide']],
      rows: steps.map(step => [STEPS[step.step], number(step.count), duration(step.meanSeconds), duration(step.p50Seconds), duration(step.p90Seconds), duration(step.p99Seconds), duration(step.maxSeconds)]),
    });
    return [found, made];
  },

  async reasons(signal) {
    const [found, names] = await Promise.all([get(signal, path('reasons')), ruleSetNames(signal)]);
    const ruleSet = reason => names.get(reason.ruleSet) ?? sentence(reason.ruleSet);
    const words = reason => (reason.code ? sentence(reason.code) : {user: 'Decided by a person', key: 'Decided through the API', process: 'Decided by the process'}[reason.by] ?? sentence(reason.by));
    // two rule sets may give the same reason
    const unique = (reason, all) => (reason.ruleSet && all.some(other => other !== reason && words(other) === words(reason)) ? `${words(reason)}, ${ruleSet(reason)}` : words(reason));
    const questions = {ineligible: 'Why are people not eligible?', rejected: 'Why are applications rejected?', unenrolled: 'Why do people leave?'};
    const made = Object.entries(questions).map(([status, question]) => {
      const reasons = found.data.filter(reason => reason.status === status);
      const part = section(question, () => path('reasons'));
      show(part, {
        name: reasons.map(reason => `${words(reason)} ${reason.count}`).join(', '),
        options: reasons.length > 1 && bars(reasons.slice(0, MOST_BARS).map(reason => ({name: unique(reason, reasons), value: reason.count})), number, 220),
        height: 72 + 32 * Math.min(reasons.length, MOST_BARS),
        columns: [['Reason', ''], ['Rule set', 'wide'], ['Count', 'number'], ['Share', 'number']],
        rows: reasons.map(reason => [words(reason), reason.ruleSet ? `${ruleSet(reason)}, version ${reason.ruleSetVersion}` : NONE, number(reason.count), shareBar(reason.share)]),
        nothing: {title: 'None in this period', text: status === 'unenrolled' ? 'No participant left.' : status === 'rejected' ? 'No application was rejected.' : 'Every applicant was eligible.'},
      });
      return part;
    });
    return [found, ...made];
  },

  async capacity(signal) {
    const found = await get(signal, path('forecast', {perPage: 100}, {days: false}));
    const name = forecast => [forecast.pool.name, forecast.pool.segment && forecast.pool.segment.value].filter(Boolean).join(', ');
    const pools = found.data;
    const made = section('When is each program full?', () => path('forecast', {}, {days: false}));
    const why = {
      full: 'Full', 'too-little-data': 'Too little use yet for a date', 'not-growing': 'Not filling at present',
      'beyond-horizon': 'Not within three years', 'not-counted': 'Not counted by day',
    };
    show(made, {
      name: pools.map(one => `${name(one)}: ${rate(one.pool.utilisation)} used`).join(', '),
      options: () => gauges(pools.slice(0, MOST_BARS), name),
      height: 84 + 40 * Math.min(pools.length, MOST_BARS),
      note: 'The dates come from the use of the last 13 weeks. In 8 of 10 simulated futures the pool fills within the range.',
      columns: [['Pool', ''], ['Used', 'number'], ['Limit', 'number'], ['Waiting', 'number wide'], ['Per week', 'number wide'], ['Full', ''], ['Range', 'wide'], ['Was right before', 'wide']],
      rows: pools.map(one => [name(one), number(one.pool.reserved + one.pool.committed), number(one.pool.limit), number(one.pool.waiting), number(one.unitsPerWeek),
        one.expected ? day(one.expected) : why[one.status],
        one.earliest ? `${day(one.earliest)} – ${one.latest ? day(one.latest) : 'later than in three years'}` : NONE,
        one.backTest ? `${one.backTest.within} of ${one.backTest.forecasts}` : NONE]),
      nothing: {title: 'No pools of capacity', text: 'A program instance or a campaign with a capacity appears here.'},
    });
    const parts = pools.filter(one => one.history.length > 1).slice(0, 5).map(one => {
      const part = section(`When is ${name(one)} full?`, undefined);
      show(part, {
        name: one.expected ? `Expected full on ${day(one.expected)}` : why[one.status],
        options: () => forecastCurve(one),
        height: 320,
        note: one.expected
          ? `Expected on ${day(one.expected)}, from ${day(one.earliest)} ${one.latest ? `to ${day(one.latest)}` : 'on'}; ${number(one.unitsPerWeek)} a week in the last ${one.weeks} weeks.`
          : `${why[one.status]}.`,
        columns: [['Week to', ''], ['In use', 'number']],
        rows: one.history.map(use => [day(use.day), number(use.used)]),
      });
      return part;
    });
    return [found, made, ...parts];
  },

  async reviewers(signal) {
    const [found, opinions] = await Promise.all([get(signal, path('reviewers')), get(signal, path('agreement'))]);
    const people = found.data;
    const decided = people.reduce((sum, one) => sum + one.decided, 0);
    const all = decided === 0 ? null : people.reduce((sum, one) => sum + one.approved, 0) / decided;
    const name = one => one.by.name ?? {key: 'A removed key', user: 'A former member', process: 'The process', rule: 'The rules'}[one.by.type];
    const load = section('Who decides how much?', () => path('reviewers'));
    show(load, {
      name: people.map(one => `${name(one)} ${one.decided}`).join(', '),
      options: bars(people.slice(0, MOST_BARS).map(one => ({name: name(one), value: one.decided})), number),
      height: 72 + 32 * Math.min(people.length, MOST_BARS),
      columns: [['Reviewer', ''], ['Decided', 'number'], ['Approved', 'number'], ['Rejected', 'number'], ['Median wait', 'number'], ['9 in 10 within', 'number wide']],
      rows: people.map(one => [name(one), number(one.decided), number(one.approved), number(one.rejected), duration(one.medianSeconds), duration(one.p90Seconds)]),
      nothing: {title: 'Nothing decided in this period', text: 'Decisions appear here as soon as reviewers make them.'},
    });
    const agreement = section('Do reviewers decide alike?', () => path('reviewers'));
    const some = people.filter(one => one.decided >= 5);
    show(agreement, {
      name: some.map(one => `${name(one)} ${rate(one.approvalRate)}`).join(', '),
      options: bars(some.slice(0, MOST_BARS).map(one => ({name: name(one), value: one.approvalRate})), rate),
      height: 72 + 32 * Math.min(some.length, MOST_BARS),
      note: `Approved of decided; ${rate(all)} over all. A rate far from the others is worth a look together. Reviewers with fewer than 5 decisions are left out.`,
      columns: [['Reviewer', ''], ['Approval rate', 'number'], ['Against all', 'number'], ['Decided', 'number']],
      rows: some.map(one => [name(one), rate(one.approvalRate), points(one.approvalRate - all), number(one.decided)]),
      nothing: {title: 'Too few decisions to compare', text: 'A reviewer is compared from 5 decisions on.'},
    });
    const second = section('Does a second person agree?', () => path('agreement'));
    const sides = [['Second approval, where two people are needed', opinions.secondPerson], ['A person, where the rules approved and a share is checked', opinions.sampled]]
      .filter(([, one]) => one.asked > 0);
    show(second, {
      name: sides.map(([title, one]) => `${title}: ${rate(one.agreementRate)}`).join(', '),
      options: grouped(sides.map(([title]) => title), [{name: 'Agreed', values: sides.map(([, one]) => one.agreed)}, {name: 'Disagreed', values: sides.map(([, one]) => one.disagreed)}], number, 260),
      height: 110 + 56 * sides.length,
      note: sides.map(([title, one]) => `${title}: ${number(one.agreed)} of ${number(one.agreed + one.disagreed)} agreed${one.agreementRate === null ? '' : ` (${rate(one.agreementRate)})`}${one.open > 0 ? `, ${number(one.open)} not decided yet` : ''}.`).join(' '),
      columns: [['Reviewer', ''], ['First approvals', 'number'], ['Confirmed', 'number'], ['Turned down', 'number'], ['As second person', 'number wide'], ['Agreed', 'number wide'], ['Checked for the rules', 'number wide'], ['Agreed with them', 'number wide']],
      rows: opinions.data.map(one => [name(one), number(one.first.asked), number(one.first.agreed), number(one.first.disagreed), number(one.second.asked), number(one.second.agreed), number(one.sampled.asked), number(one.sampled.agreed)]),
      nothing: {title: 'No second opinions in this period', text: 'They appear where a program needs two approvals, or where rules approve and a share goes to a person.'},
    });
    return [found, load, agreement, second];
  },

  async outcomes(signal) {
    const metric = choice('metric', '');
    const by = choice('by', 'instance');
    const found = await get(signal, path('outcomes', {by, perPage: 100}));
    const all = found.data.flatMap(row => row.metrics.map(one => ({...one, name: row.name})));
    const names = [...new Set(all.map(one => one.metric))];
    const chosen = names.includes(metric) ? metric : names[0];
    const rows = all.filter(one => one.metric === chosen);
    const unit = rows[0]?.unit ?? '';
    const labels = await metricLabels(signal, found.data);
    const label = name => labels.get(name) ?? name;
    const controls = () => [
      names.length > 1 && select('Metric', 'metric', names.map(name => [name, `${label(name)} in ${all.find(one => one.metric === name).unit}`]), chosen),
      select('Compare by', 'by', [['instance', 'Program instance'], ['program', 'Program']], by)];
    const sums = section('What do the programs bring?', () => path('outcomes', {by}), ...controls());
    show(sums, {
      name: rows.map(one => `${one.name} ${one.sum} ${unit}`).join(', '),
      options: grouped(rows.slice(0, MOST_BARS).map(one => one.name),
        [{name: 'Deemed', values: rows.slice(0, MOST_BARS).map(one => one.deemed.sum)}, {name: 'Measured', values: rows.slice(0, MOST_BARS).map(one => one.measured.sum)}], amount, 200),
      height: 110 + 56 * Math.min(rows.length, MOST_BARS),
      note: `${label(chosen)} in ${unit}. The total has the measured value where there is one, and the deemed value for all other days.`,
      columns: [[by === 'program' ? 'Program' : 'Program instance', ''], ['Total', 'number'], ['Deemed', 'number'], ['Measured', 'number'], ['Realization', 'number wide'], ['Enrollments', 'number wide'], ['Left early', 'number wide'], ['Cost of a unit', 'number wide']],
      rows: rows.map(one => [one.name, amount(one.sum), amount(one.deemed.sum), amount(one.measured.sum), one.realizationRate === null ? NONE : rate(one.realizationRate),
        number(one.enrollments), number(one.attrition.enrollments), one.cost?.perUnit ? money(one.cost.perUnit, one.cost.currency, 4) : NONE]),
      nothing: {title: 'No outcomes in this period', text: 'Outcomes appear here when a program instance names metrics and values are recorded.'},
    });
    const byMonth = new Map();
    rows.flatMap(one => one.months).forEach(one => {
      const sum = byMonth.get(one.month) ?? {deemed: 0, measured: 0};
      byMonth.set(one.month, {deemed: sum.deemed + one.deemed, measured: sum.measured + one.measured});
    });
    const months = [...byMonth.keys()].sort();
    const words = month => period(`${month}-01`, 'month');
    const curve = section('How do the values develop by month?', () => path('outcomes', {by}));
    show(curve, {
      name: months.map(month => `${words(month)}: deemed ${amount(byMonth.get(month).deemed)}, measured ${amount(byMonth.get(month).measured)}`).join('; '),
      options: months.length > 1 && lines(months.map(words), [{name: 'Deemed', values: months.map(month => byMonth.get(month).deemed)}, {name: 'Measured', values: months.map(month => byMonth.get(month).measured)}], amount),
      height: 340,
      note: 'A value counts for each day of its period in equal parts.',
      columns: [['Month', ''], ['Deemed', 'number'], ['Measured', 'number']],
      rows: months.map(month => [words(month), amount(byMonth.get(month).deemed), amount(byMonth.get(month).measured)]),
      nothing: {title: 'No months to show', text: 'No value covers a day of this period.'},
    });
    return [found, sums, curve];
  },

  async participation(signal) {
    const found = await get(signal, path('participation', {perPage: 100}));
    const done = found.data.filter(one => one.status === 'finished');
    const name = one => `${one.title}, ${day(one.startsAt)}`;
    const rates = section('Who takes part in activities?', () => path('participation'));
    show(rates, {
      name: done.map(one => `${name(one)} ${rate(one.participationRate)}`).join(', '),
      options: done.length > 0 && bars(done.slice(-MOST_BARS).map(one => ({name: name(one), value: one.participationRate ?? 0})), rate, 230),
      height: 72 + 32 * Math.min(done.length, MOST_BARS),
      note: found.total.participationRate === null ? 'No activity has finished yet.' : `${rate(found.total.participationRate)} of the invited took part in the finished activities.`,
      columns: [['Activity', ''], ['Program instance', 'wide'], ['Status', ''], ['Invited', 'number'], ['Opted out', 'number'], ['Took part', 'number'], ['Absent', 'number wide'], ['Quantity', 'number wide'], ['Rate', 'number']],
      rows: found.data.map(one => [name(one), one.programInstanceTitle, sentence(one.status), number(one.invited), number(one.optedOut), number(one.attended + one.delivered), number(one.absent),
        one.quantity === null ? NONE : `${amount(one.quantity)} ${one.unit}`, one.participationRate === null ? NONE : shareBar(one.participationRate)]),
      nothing: {title: 'No activities in this period', text: 'Activities of program instances appear here as soon as they are scheduled.'},
    });
    return [found, rates];
  },
};

/** On which page of the public form people stop, of one program instance. */
async function formPages(signal, instance) {
  const address = `/programInstances/${instance}/formReport`;
  const found = await get(signal, address);
  const made = section('Where do people leave the form?', () => address);
  const name = page => page.title ?? (page.page ? `Page ${page.page}` : 'Check your answers');
  const stages = [...found.pages.map(page => ({name: name(page), value: page.reached, stopped: page.stopped})), {name: 'Sent', value: found.sent}];
  show(made, {
    name: stages.map(stage => `${stage.name} ${stage.value}`).join(', '),
    options: bars(stages, number, 190),
    height: 72 + 32 * stages.length,
    note: `Applications begun with the newest form whose drafts are kept, since ${day(found.since)}. The filter of days does not apply.`,
    columns: [['Page', ''], ['Reached', 'number'], ['Stopped here', 'number'], ['Share of the page', 'number']],
    rows: found.begun === 0 ? [] : stages.map(stage => [stage.name, number(stage.value), stage.stopped === undefined ? NONE : number(stage.stopped),
      stage.stopped === undefined || stage.value === 0 ? NONE : rate(stage.stopped / stage.value)]),
    nothing: {title: 'No application was begun', text: 'The pages of the public form appear here with the first application.'},
  });
  return made;
}

const points = difference => `${difference < 0 ? '−' : '+'}${number(Math.round(Math.abs(difference) * 1000) / 10)} points`;

/** Units that approved and waiting applications of each pool take, as shares of its limit. */
function gauges(pools, name) {
  const share = key => pools.map(one => (one.pool.limit > 0 ? one.pool[key] / one.pool.limit : 0));
  const totals = pools.map(one => one.pool.utilisation);
  return {
    grid: {right: 64, top: 36},
    legend: {top: 0, left: 0, itemHeight: 10, itemWidth: 14, textStyle: {color: colour('text'), fontSize: 12}},
    tooltip: {trigger: 'axis', axisPointer: {type: 'shadow'}, valueFormatter: rate},
    xAxis: {type: 'value', min: 0, max: Math.max(1, ...totals), axisLabel: {formatter: rate}},
    yAxis: {type: 'category', inverse: true, data: pools.map(name), splitLine: {show: false}, axisLabel: {width: 200, overflow: 'truncate', color: colour('text')}},
    series: [
      {name: 'Approved', type: 'bar', stack: 'used', barMaxWidth: 22, color: series(0), data: share('committed'), emphasis: {disabled: true}},
      {name: 'Waiting for a decision', type: 'bar', stack: 'used', barMaxWidth: 22, color: series(1), data: share('reserved'), emphasis: {disabled: true},
        label: {show: true, position: 'right', color: colour('text'), formatter: entry => rate(totals[entry.dataIndex])}},
    ],
  };
}

/** The next number with two digits and zeros. */
function round(value) {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / size) * size;
}

/** The use of the past weeks, the way to the limit, and the range of the date. */
function forecastCurve(one) {
  const past = one.history.map(use => [use.day, use.used]);
  const last = past.at(-1);
  const limit = one.pool.reserved + one.pool.committed + one.pool.available;
  const ahead = one.expected ? [last, [one.expected, limit]] : [];
  const areas = one.expected ? [[{xAxis: one.earliest}, {xAxis: one.latest ?? one.expected}]] : [];
  return {
    grid: {right: 110, top: 32},
    tooltip: {trigger: 'axis', valueFormatter: number},
    xAxis: {type: 'time', max: one.latest ?? one.expected ?? undefined, splitLine: {show: false}},
    yAxis: {type: 'value', min: 0, max: round(limit * 1.05), minInterval: 1, axisLabel: {formatter: number}},
    series: [
      {name: 'In use', type: 'line', data: past, color: series(0), showSymbol: false, lineStyle: {width: 2}, emphasis: {disabled: true},
        endLabel: {show: !one.expected, formatter: 'In use', color: series(0)},
        markLine: {silent: true, symbol: 'none', lineStyle: {color: colour('danger-solid'), type: 'solid'}, label: {formatter: `Full: ${number(limit)}`, color: colour('text'), position: 'insideStartTop'}, data: [{yAxis: limit}]}},
      {name: 'Expected', type: 'line', data: ahead, color: series(1), showSymbol: false, lineStyle: {width: 2, type: 'dashed'}, emphasis: {disabled: true},
        endLabel: {show: true, formatter: 'Expected', color: series(1), offset: [0, 12]},
        markArea: {silent: true, itemStyle: {color: series(1), opacity: 0.15}, data: areas}},
    ],
  };
}

const DEFAULT_DAYS = {funnel: 365, trend: 365, years: undefined, durations: 365, reasons: 365, capacity: undefined, reviewers: 90};

const read = latest(signal => pages[report](signal));

async function load() {
  place.setAttribute('aria-busy', 'true');
  if (place.childElementCount === 0) {
    fill(place, element('div', {class: 'card'}, element('div', {class: 'card-body'}, element('span', {class: 'skeleton skeleton-long'}))));
  }
  try {
    clear();
    const [answer, ...sections] = await read();
    fill(place, sections.map(one => one.card));
    drawCharts();
    asOf.textContent = answer.pending ? 'The latest changes are still being counted.' : '';
  } catch (failure) {
    failed(place, failure, load);
  }
  place.removeAttribute('aria-busy');
}

const views = document.getElementById('saved-views-menu');
anchor(views, document.getElementById('saved-views'));
new SavedViews(views, {
  page: 'reports',
  hint: 'The report, its programs, period and choices are saved, for you alone.',
  current: () => new URLSearchParams([['report', report], ...new URLSearchParams(location.search)]).toString(),
  chosen: saved => {
    const wanted = new URLSearchParams(saved);
    const slug = wanted.get('report');
    wanted.delete('report');
    location.assign(`/console/reports/${slug}?${wanted}`);
  },
});
document.querySelector('[data-print]').addEventListener('click', () => print());
document.querySelector('[data-schedule]')?.addEventListener('click', () => schedule(report));
try {
  await filters(form, DEFAULT_DAYS[report], load);
} catch (failure) {
  failed(place, failure, () => location.reload());
  throw failure;
}
await load();
