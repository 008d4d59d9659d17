// Customers that may be the same person, side by side; they are merged or said to be two people.

import {call, newKey} from '../system/api.js';
import {open} from '../system/dialog.js';
import {element, icon} from '../system/dom.js';
import {toast} from '../system/toast.js';

const REASONS = {
  'same-serial-number': 'same serial number',
  'same-phone': 'same telephone',
  'same-address': 'same address',
  'same-name': 'same name',
  'similar-email': 'similar e-mail',
  'similar-name': 'similar name',
};

const FACTS = [
  ['Name', person => [person.firstName, person.lastName].filter(Boolean).join(' ')],
  ['E-mail', person => person.email],
  ['Telephone', person => person.phone],
  ['Address', person => address(person.address)],
];

const address = known => known && [known.streetOne, known.streetTwo, known.city, [known.state, known.postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');

/** A card for each pair; `changed` is called when a pair was merged or dismissed. */
export function duplicateCards(pairs, customerId, {scopes}, changed) {
  return pairs.map(pair => {
    const [here, other] = pair.customers[0].id === customerId ? pair.customers : [...pair.customers].reverse();
    const act = async work => {
      try {
        await work();
      } catch (failure) {
        toast(failure.message, {kind: 'danger'});
      }
    };
    return element('section', {class: 'card application-duplicate', 'aria-label': 'Possible duplicate'},
      element('div', {class: 'card-header'},
        element('h3', {}, icon('people'), ' Possibly the same person'),
        element('p', {}, pair.reasons.map(reason => REASONS[reason.code]).join(', '))),
      element('div', {class: 'card-body'},
        element('div', {class: 'table-frame'}, element('table', {class: 'table'},
          element('thead', {}, element('tr', {},
            element('td', {}, element('span', {class: 'unseen'}, 'Fact')),
            element('th', {scope: 'col'}, 'This applicant'), element('th', {scope: 'col'}, 'Other customer'))),
          element('tbody', {}, FACTS.map(([label, value]) => element('tr', {class: same(value(here), value(other)) && 'application-same'},
            element('th', {scope: 'row'}, label),
            element('td', {}, value(here) || '–'),
            element('td', {}, value(other) || '–'))))))),
      scopes.has('people:write') && element('div', {class: 'card-footer form-actions'},
        element('button', {type: 'button', class: 'btn', onclick: () => act(async () => {
          if (await merge(other, here)) {
            await changed();
          }
        })}, 'Merge…'),
        element('button', {type: 'button', class: 'btn btn-quiet', onclick: () => act(async () => {
          await call('POST', `/customers/duplicates/${pair.id}/dismiss`, undefined, {once: newKey()});
          toast('They count as two people from now on.');
          await changed();
        })}, 'These are two people')));
  });
}

const same = (one, other) => Boolean(one) && String(one).toLowerCase() === String(other ?? '').toLowerCase();

/** Shows what the merge would do, and merges if the person confirms. */
async function merge(gone, remaining) {
  const path = `/customers/${gone.id}/merge`;
  const preview = await call('POST', path, {into: remaining.id, dryRun: true});
  const name = FACTS[0][1];
  if (preview.conflicts.length > 0) {
    await open('They cannot be merged', element('p', {}, CONFLICTS[preview.conflicts[0].reason]), [{value: null, text: 'Close'}]);
    return false;
  }
  const enrollments = preview.moved.enrollments.length;
  const answer = await open(`Merge ${name(gone)} into ${name(remaining)}?`, [
    element('p', {}, `${enrollments === 1 ? 'One enrollment moves' : `${enrollments} enrollments move`} to this applicant, with documents, notes and history.`
      + ` The customer with the e-mail ${gone.email} is deleted. A merge cannot be undone.`),
  ], [{value: 'merge', text: 'Merge', kind: 'danger'}, {value: null, text: 'Cancel'}]);
  if (!answer) {
    return false;
  }
  await call('POST', path, {into: remaining.id}, {once: newKey()});
  toast(`Merged ${name(gone)} into ${name(remaining)}.`);
  return true;
}

const CONFLICTS = {
  'same-instance': 'Both have an open or approved enrollment in the same program. Decide about one of them first.',
  'exclusive-programs': 'They are approved in programs that exclude each other. Decide about one of them first.',
};
