// Leads one application through the draft: which way, which decision, where it waits. Nothing is stored or sent.

import {call} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';
import {field, input, select} from '../system/form-dialog.js';
import {STEPS} from './steps.js';

const DECISIONS = {approve: ['Approved', 'check-circle', 'success'], reject: ['Rejected', 'x-circle', 'danger'], waitlist: ['On the waitlist', 'hourglass-split', 'warning']};
const MINUTES = /^PT?(\d+)([MHD])$/;
const UNITS = {M: 'minutes', H: 'hours', D: 'days'};

/** `P2D` becomes `2 days`. */
const inWords = iso => {
  const [, amount, unit] = MINUTES.exec(iso) ?? [];
  return amount ? `${amount} ${amount === '1' ? UNITS[unit].slice(0, -1) : UNITS[unit]}` : iso;
};

/** `monthlyKwh: 640` becomes a number, `yes` and `no` become truth values. */
const valueOf = text => text === '' ? null : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : /^(true|yes)$/i.test(text) ? true : /^(false|no)$/i.test(text) ? false : text;

export function simulationPanel(bench, panel) {
  let answers = [];
  let application = {};
  const result = element('div', {class: 'step-list', 'aria-live': 'polite'});
  const found = element('div', {class: 'step-list'});
  const chosen = element('p', {class: 'muted'}, 'A made-up application:');
  const state = input('try-state', 'state', {value: 'NY', maxlength: 2});
  const rest = element('textarea', {class: 'form-control', id: 'try-metadata', rows: 3}, 'monthlyKwh: 640');
  const search = input('try-search', 'q', {type: 'search', placeholder: 'Name, e-mail or number'});
  const made = element('div', {class: 'step-list'}, field('State', state), field('Answers', rest, 'One a line, such as monthlyKwh: 640. Conditions read them as metadata.monthlyKwh.'));

  const inputs = () => ({
    state: state.value.trim() || null, country: 'US', tags: [], manufacturerSlugs: [],
    metadata: Object.fromEntries(rest.value.split('\n').map(line => line.split(/:(.*)/s)).filter(([name, value]) => name.trim() && value !== undefined).map(([name, value]) => [name.trim(), valueOf(value.trim())])),
  });

  search.addEventListener('change', async () => {
    const q = search.value.trim();
    if (q.length < 2) {
      fill(found);
      return;
    }
    try {
      const groups = (await call('GET', `/search?q=${encodeURIComponent(q)}`)).groups;
      const hits = groups.find(group => group.kind === 'application')?.items ?? [];
      fill(found, hits.length === 0 ? element('p', {class: 'muted'}, 'No application matches.') : hits.map(hit => element('button', {type: 'button', class: 'step-link', onclick: () => {
        application = {enrollmentId: hit.id};
        chosen.textContent = `The application of ${hit.title}:`;
        made.hidden = true;
        fill(found);
        begin();
      }}, icon('clipboard-check'), hit.title)));
    } catch (failure) {
      fill(found, element('p', {class: 'alert alert-danger', role: 'alert'}, failure.message));
    }
  });

  async function begin() {
    answers = [];
    await run();
  }

  async function run() {
    if (!(await bench.save())) {
      return;
    }
    try {
      show(await call('POST', `${bench.base}/simulate`, {...application, ...(!application.enrollmentId && {inputs: inputs()}), answers}));
    } catch (failure) {
      fill(result, element('p', {class: 'alert alert-danger', role: 'alert'}, icon('exclamation-circle'), failure.message));
    }
  }

  function show(simulation) {
    bench.mark('flow-taken', [...simulation.flows, ...simulation.path.map(each => each.elementId)]);
    bench.mark('flow-here', simulation.waiting.map(each => each.elementId));
    const [words, sign, meaning] = DECISIONS[simulation.decision] ?? [];
    fill(result,
      element('h3', {tabindex: -1}, 'The way'),
      element('ol', {class: 'flow-path'}, simulation.path.map(each => element('li', {class: simulation.waiting.some(one => one.elementId === each.elementId) && 'waits'},
        element('strong', {}, each.name || STEPS[each.kind]?.name || each.elementId), element('p', {class: 'muted'}, each.text)))),
      words && element('p', {class: `alert alert-${meaning === 'danger' ? 'danger' : meaning}`}, icon(sign), words),
      simulation.waiting.map(question),
      simulation.waiting.length === 0 && element('p', {}, words ? 'The workflow is complete.' : 'The workflow is complete, without a decision.'),
      answers.length > 0 && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => {
        answers.pop();
        run();
      }}, icon('arrow-counterclockwise'), 'Take the last answer back'));
  }

  /** What happens at a step that waits: its result, or a timer. */
  function question(waiting) {
    const controls = waiting.fields.map((each, at) => {
      const id = `answer-${waiting.elementId}-${at}`;
      const options = each.type === 'boolean' ? [['true', 'Yes'], ['false', 'No']] : each.options.map(option => [option, option]);
      return [each, options.length > 0 ? select(id, each.name, options, options[0][0]) : input(id, each.name, {type: each.type === 'date' ? 'date' : 'text'})];
    });
    const answer = () => {
      answers.push({elementId: waiting.elementId, result: Object.fromEntries(controls.map(([each, control]) => [each.name, each.type === 'string' || each.type === 'choice' || each.type === 'date' ? control.value || null : valueOf(control.value.trim())]))});
      run();
    };
    return element('form', {class: 'form-row', onsubmit: event => {
      event.preventDefault();
      answer();
    }},
    element('strong', {}, `Waits at “${waiting.name}”`),
    controls.map(([each, control]) => field(each.name, control)),
    element('div', {class: 'row-of step-actions'},
      waiting.kind !== 'eventBasedGateway' && element('button', {type: 'submit', class: 'btn btn-primary'}, 'Go on'),
      waiting.timers.map(timer => element('button', {type: 'button', class: 'btn', onclick: () => {
        answers.push({elementId: waiting.elementId, timer: timer.elementId});
        run();
      }}, icon('stopwatch'), `${inWords(timer.duration)} pass`))));
  }

  return () => {
    if (!panel.hasChildNodes()) {
      fill(panel,
        element('p', {class: 'muted'}, 'See which way an application takes. Nothing is stored, sent or decided.'),
        field('A stored application', search, 'Press Enter to search.', {optional: true}), found, chosen, made,
        element('div', {class: 'row-of'}, element('button', {type: 'button', class: 'btn btn-primary', 'data-try': true, onclick: begin}, 'Try it'),
          element('button', {type: 'button', class: 'btn btn-quiet', onclick: () => {
            application = {};
            chosen.textContent = 'A made-up application:';
            made.hidden = false;
            fill(result);
          }}, 'Begin anew')),
        result);
    }
  };
}
