// The bar of actions. An action that is not possible stays visible, with the reason.

import {element, icon} from '../system/dom.js';
import {toast} from '../system/toast.js';
import {menuButton} from '../system/menu.js';

/** The actions of an application; `why` says why it is not possible now, and is null if it is. */
export function actions(detail, enrollment, {member, scopes}) {
  const {review} = detail;
  const closed = review ? null : 'The application waits for no decision.';
  const foreign = review?.assignee && review.assignee.id !== member ? `${review.assignee.name} has claimed it.` : null;
  const asked = enrollment.informationRequest ? 'Wait for the answer of the applicant, or cancel the question.' : null;
  const changed = enrollment.verdictChanged && !scopes.has('enrollments:override')
    ? 'The rules no longer find the applicant eligible. A coordinator can approve it nevertheless.' : null;
  const decide = scopes.has('enrollments:decide') ? null : 'Your roles do not include decisions.';
  const first = (enrollment.approvals ?? []).some(approval => approval.by.id === member)
    ? 'You have approved it. A second person has to approve, too.' : null;
  const mine = review?.assignee?.id === member;
  const blocked = decide ?? closed ?? foreign;
  const manual = review?.kind === 'manual-evaluation';
  const step = review?.kind === 'workflow-step';
  return {
    approve: {text: manual ? 'Eligible' : step ? 'Complete the step' : 'Approve', key: 'a', sign: 'check-lg', why: blocked ?? (manual || step ? null : first ?? asked ?? changed)},
    reject: {text: manual ? 'Not eligible' : 'Reject', key: 'r', sign: 'x-lg', why: blocked},
    ...(manual
      ? {facts: {text: 'Enter a missing fact', key: 'i', sign: 'pencil', why: blocked}}
      : !step && {ask: {text: 'Ask applicant', key: 'i', sign: 'envelope', why: blocked ?? asked}}),
    claim: mine
      ? {text: 'Release', key: 'c', sign: 'person', why: null}
      : {text: 'Claim', key: 'c', sign: 'person-check', why: blocked},
    note: scopes.has('notes:write') && {text: 'Add a note', key: 'n', sign: 'journal-text', why: null},
    cancel: enrollment.informationRequest && {text: 'Cancel the question', sign: 'x-circle', why: decide ?? foreign},
    reassign: scopes.has('enrollments:assign') && {text: 'Assign to a colleague', sign: 'people', why: closed},
  };
}

/** The bar; `context.act(name)` runs an action. */
export function actionBar(detail, enrollment, context) {
  const all = actions(detail, enrollment, context);
  const third = ['facts', 'ask'].find(name => all[name]);
  const more = ['note', 'cancel', 'reassign'].filter(name => all[name]);
  const reason = all.approve.why;
  return element('div', {class: 'review-bar', role: 'toolbar', 'aria-label': 'Actions'},
    reason && element('p', {class: 'review-reason'}, icon('info-circle'), reason),
    button(all, 'approve', 'btn btn-primary', context),
    button(all, 'reject', 'btn btn-outline-danger', context),
    third && button(all, third, 'btn', context),
    more.length > 0 && menuButton([icon('three-dots'), 'More'], more.map(name => button(all, name, 'menu-item', context))));
}

/** Claims or releases. */
export function claimButton(detail, enrollment, context) {
  return button(actions(detail, enrollment, context), 'claim', 'btn btn-sm', context);
}

function button(all, name, look, context) {
  const {text, key, sign, why} = all[name];
  return element('button', {
    type: 'button', class: look, 'data-action': name, 'aria-disabled': why && 'true', title: why, onclick: () => context.act(name),
  }, icon(sign), text, key && element('kbd', {'aria-hidden': 'true'}, key));
}

/** Tells why an action is not possible. */
export const tellWhy = why => toast(why, {kind: 'info'});
