/**
 * Webhooks: delivers the event feed to subscribers, signed and formatted as Standard Webhooks defines.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks 1.0</a>
 */
@NullMarked
package dev.enlist.outbound.webhook;

import org.jspecify.annotations.NullMarked;
