// Changes with If-Match: nothing that was typed is lost when another person saved first.

import {Refusal, exchange} from '../system/api.js';
import {words} from './words.js';

const BOOKKEEPING = new Set(['version', 'updatedAt', 'allowedTransitions', 'allowedActions']);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** A resource as it was read, with its tag. */
export class Resource {
  /** @param path of the resource; @param read what `exchange` returned for it */
  constructor(path, {body, tag}) {
    this.path = path;
    this.body = body;
    this.tag = tag;
  }

  static async read(path) {
    return new Resource(path, await exchange('GET', path));
  }

  /**
   * Sends a merge patch. If another person saved meanwhile, the refusal names what changed; the next call overwrites
   * only the members of its patch.
   */
  patch(changes) {
    return this.send('PATCH', this.path, changes);
  }

  /** Another request that changes the resource. */
  async send(method, path, body, options = {}) {
    try {
      const answer = await exchange(method, path, body, {...options, ifMatch: this.tag});
      this.body = answer.body;
      this.tag = answer.tag ?? this.tag;
      return answer.body;
    } catch (refusal) {
      if (refusal.status !== 412) {
        throw refusal;
      }
      throw await this.conflict();
    }
  }

  async conflict() {
    const now = await exchange('GET', this.path);
    const changed = Object.keys({...this.body, ...now.body})
      .filter(name => !BOOKKEEPING.has(name) && !same(this.body[name], now.body[name])).map(name => words(name).toLowerCase());
    this.body = now.body;
    this.tag = now.tag;
    return new Refusal(412, {detail: changed.length === 0
      ? 'Another person saved this meanwhile, with the same content. Save again.'
      : `Another person changed this meanwhile: ${changed.join(', ')}. What you entered is still here. Save again to apply it on top.`});
  }
}

/** The members of `values` that differ from `before`: a merge patch. An empty text counts as none. */
export function changes(before, values) {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => !same(value ?? null, before[name] ?? null)));
}
