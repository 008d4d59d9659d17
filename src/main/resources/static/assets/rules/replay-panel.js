// Replays the draft on decided enrollments; shows which verdicts would change, and why.

import {call} from '../system/api.js';
import {element, fill} from '../system/dom.js';
import {money} from '../system/money.js';

const PAUSE = 700;

export function replayPanel(bench) {
  return async panel => {
    if (!bench.writes) {
      panel.replaceChildren(element('p', {}, 'Replaying takes the role analyst or administrator.'));
      return;
    }
    if (!(await bench.save())) {
      return;
    }
    const instances = (await call('GET', '/programInstances?perPage=500')).data
      .filter(instance => instance.ruleSet?.slug === bench.slug);
    const outcome = element('div', {'aria-live': 'polite'});
    const form = element('form', {
      onsubmit: async event => {
        event.preventDefault();
        const programInstanceIds = new FormData(form).getAll('programInstanceId');
        await run(bench, programInstanceIds, outcome);
      },
    },
    element('p', {}, 'Evaluates the draft on the recorded inputs of all decided enrollments, and changes nothing.'),
    instances.length === 0
      ? element('p', {}, 'No program instance uses this rule set.')
      : element('fieldset', {class: 'field'}, element('legend', {}, 'Program instances'),
          instances.map(instance => element('label', {class: 'form-check'},
            element('input', {type: 'checkbox', class: 'form-check-input', name: 'programInstanceId', value: instance.id, checked: true}),
            element('span', {class: 'form-check-label'}, instance.title)))),
    element('button', {type: 'submit', class: 'btn btn-primary', disabled: instances.length === 0}, 'Replay'));
    panel.replaceChildren(form, outcome);
  };
}

async function run(bench, programInstanceIds, outcome) {
  try {
    if (!(await bench.save())) {
      return;
    }
    let replay = await call('POST', `${bench.base}/draft/replay`, {programInstanceIds});
    let cancelled = false;
    const bar = element('progress', {class: 'progress', max: 1, value: 0});
    const said = element('span', {}, 'Waiting');
    outcome.replaceChildren(bar, element('div', {class: 'row-of'}, said,
      element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: async () => {
        cancelled = true;
        await call('POST', `/replays/${replay.id}/cancel`);
      }}, 'Cancel')));
    while (['queued', 'running'].includes(replay.status) && !cancelled) {
      await new Promise(done => setTimeout(done, PAUSE));
      replay = await call('GET', `/replays/${replay.id}`);
      bar.max = Math.max(1, replay.total ?? 1);
      bar.value = replay.processed;
      said.textContent = `${replay.processed} of ${replay.total ?? 'many'}`;
    }
    replay = await call('GET', `/replays/${replay.id}`);
    await tell(replay, outcome);
  } catch (fault) {
    outcome.replaceChildren(element('p', {class: 'alert alert-danger', role: 'alert'}, fault.message));
  }
}

async function tell(replay, outcome) {
  const list = element('ul', {class: 'flips'});
  const more = element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => page()}, 'More');
  let after = '';
  const page = async () => {
    const flips = await call('GET', `/replays/${replay.id}/flips?perPage=50&after=${after}`);
    list.append(...flips.data.map(flip => element('li', {},
      element('div', {class: 'row-of'}, who(flip), element('span', {}, `${WORDS[flip.from.status]} → `, element('strong', {}, WORDS[flip.to.status]))),
      flip.why && element('div', {class: 'muted small'}, flip.why))));
    after = flips.next;
    more.hidden = !after;
  };
  if (replay.status === 'completed' && !replay.total) {
    outcome.replaceChildren(element('p', {class: 'verdict'}, 'No enrollment was judged by these rules yet; there is nothing to replay.'));
    return;
  }
  const result = element('div', {class: 'result'});
  outcome.replaceChildren(result);
  fill(result,
    element('p', {class: 'verdict'}, replay.status === 'completed' ? '' : `The replay was ${replay.status}. `,
      `${replay.processed} decided again: ${replay.toEligible} would become eligible, ${replay.toIneligible} ineligible, ${replay.toManual} would go to a person.`),
    (replay.effectOnIncentives ?? []).map(effect => element('p', {},
      `${money(effect.more, effect.currency)} more for ${effect.morePeople} people, ${money(effect.less, effect.currency)} less for ${effect.lessPeople}: `,
      element('strong', {}, `${effect.difference < 0 ? '−' : '+'}${money(Math.abs(effect.difference), effect.currency)}`), ' in all.')),
    breakdown('By row', replay.byRule), breakdown('By state', replay.byState),
    breakdown('By manufacturer', replay.byManufacturer),
    list, more,
    element('a', {href: `/replays/${replay.id}/flips.csv`, hidden: true}, ''));
  await page();
}

const WORDS = {eligible: 'Eligible', ineligible: 'Not eligible', manual: 'To a person'};

/** The enrollment with its page, or the reference or line of a candidate. */
function who(flip) {
  return flip.enrollmentId
    ? element('a', {href: `/console/enrollments/${flip.enrollmentId}`, class: 'monospace'}, flip.applicationNumber ?? 'Erased')
    : element('span', {}, flip.reference ?? `Person ${flip.number}`);
}

function breakdown(title, counts) {
  const entries = Object.entries(counts ?? {});
  return entries.length === 0
    ? null
    : element('details', {}, element('summary', {}, title),
        element('ul', {}, entries.map(([key, count]) =>
          element('li', {}, `${key}: ${typeof count === 'object' ? flips(count) : count}`))));
}

const flips = ({toEligible, toIneligible, toManual}) => [
  toEligible > 0 && `${toEligible} eligible`, toIneligible > 0 && `${toIneligible} ineligible`, toManual > 0 && `${toManual} to a person`,
].filter(Boolean).join(', ');
