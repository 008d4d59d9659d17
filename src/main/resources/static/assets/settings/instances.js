// The program instances that a person, a key or a webhook can be limited to.

import {call} from '../system/api.js';

const MOST = 500;
let loaded;

/** [id, title] of the program instances that are not archived, by title; loaded once. */
export function programInstances() {
  loaded ??= call('GET', `/programInstances?perPage=${MOST}&archived=false`)
    .then(page => page.data.map(instance => [instance.id, instance.title]).sort((one, other) => one[1].localeCompare(other[1])));
  return loaded;
}

/** The title of an instance; its id if it is archived or belongs to a longer list. */
export const titleOf = (instances, id) => instances.find(([known]) => known === id)?.[1] ?? 'Another program';
