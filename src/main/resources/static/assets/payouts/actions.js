// What a person can do with one payout.

import {call, newKey} from '../system/api.js';
import {element, icon} from '../system/dom.js';
import {field, formDialog} from '../system/form-dialog.js';
import {rowMenu} from '../system/menu.js';
import {money} from '../system/money.js';
import {toast} from '../system/toast.js';

const reason = hint => field('Reason', element('textarea', {class: 'form-control', id: 'payout-reason', name: 'reason', rows: 3, maxlength: 500, required: true, 'data-missing': 'Write a reason.'}), hint);

const ACTIONS = {
  hold: ['Hold', 'lock', 'It goes in no batch until it is released.', 'Held.'],
  release: ['Release', 'unlock', 'It can go in a batch again.', 'Released.'],
  cancel: ['Cancel', 'x-circle', 'The payout is owed no longer. The incentive of the enrollment stays.', 'Cancelled.'],
  reissue: ['Pay again', 'arrow-clockwise', 'The same amount is due again, as a further payout.', 'It is due again.'],
};

const possible = payout => [
  payout.status === 'due' && !payout.hold && 'hold',
  payout.hold && payout.status === 'due' && 'release',
  ['failed', 'returned'].includes(payout.status) && 'reissue',
  payout.allowedTransitions.includes('cancelled') && 'cancel',
].filter(Boolean);

/** A menu with what is possible now; null where nothing is. */
export function payoutMenu(payout, changed) {
  const actions = possible(payout);
  if (actions.length === 0) {
    return null;
  }
  const named = payout.person?.name ?? 'an erased person';
  return rowMenu(`Actions for ${money(payout.amount, payout.currency)} to ${named}`,
    actions.map(action => element('button', {type: 'button', class: 'menu-item', 'data-action': action, onclick: () => run(action, payout, named, changed)},
      icon(ACTIONS[action][1]), ACTIONS[action][0])));
}

async function run(action, payout, named, changed) {
  const [text, , hint, done] = ACTIONS[action];
  const made = await formDialog(`${text}: ${money(payout.amount, payout.currency)} to ${named}`, reason(hint), text,
    values => call('POST', `/payouts/${payout.id}/${action}`, {reason: values.reason.trim()}, {once: newKey(), ifMatch: `"${payout.version}"`}),
    {danger: action === 'cancel'});
  if (made) {
    toast(done);
    await changed();
  }
}
