// Decisions that can be undone: a decision is sent when its time is over, on the next decision, and when the page is left.
// The idempotency key makes sure that it takes effect once, however often it is sent.

import {exchange, newKey} from '../system/api.js';

/** How long a decision can be undone. */
export const UNDO_SECONDS = 10;

export class PendingDecisions {
  /** @param failed called with the decision and the refusal if the server refuses it */
  constructor(failed) {
    this.failed = failed;
    this.unsent = new Map();
    this.sending = new Map();
    addEventListener('pagehide', () => this.leave());
  }

  /**
   * Keeps a decision until it is sent.
   *
   * @param decision {id, path, body}, what the caller needs to undo it, and `sent`, called with the answer
   */
  add(decision) {
    this.flush();
    this.unsent.set(decision.id, {...decision, once: newKey()});
  }

  /** Forgets a decision; false if it was sent already. */
  undo(id) {
    return this.unsent.delete(id);
  }

  /** Whether a decision about an application is kept or on its way. */
  has(id) {
    return this.unsent.has(id) || this.sending.has(id);
  }

  /** Sends a decision, or all that are kept; resolves when the server has answered. */
  async flush(id) {
    const ready = [...this.unsent.values()].filter(decision => id === undefined || decision.id === id);
    await Promise.all(ready.map(decision => this.send(decision)));
  }

  async send(decision) {
    this.unsent.delete(decision.id);
    this.sending.set(decision.id, decision);
    try {
      const {body} = await exchange('POST', decision.path, decision.body, {once: decision.once});
      decision.sent?.(body);
    } catch (refusal) {
      this.failed(decision, refusal);
    } finally {
      this.sending.delete(decision.id);
    }
  }

  /** The page is left: the browser finishes these requests without it. One that is on its way is sent again, with its key. */
  leave() {
    for (const decision of [...this.unsent.values(), ...this.sending.values()]) {
      fetch(decision.path, {
        method: 'POST',
        keepalive: true,
        headers: {
          'Content-Type': 'application/json',
          'X-CSRF-TOKEN': document.querySelector('meta[name="csrf"]').content,
          'Idempotency-Key': decision.once,
        },
        body: JSON.stringify(decision.body),
      });
    }
    this.unsent.clear();
  }
}
