/** The feed, published to a broker, for those who outgrow webhooks. Asleep until brokers are configured. */
@NullMarked
package dev.enlist.outbound.broker;

import org.jspecify.annotations.NullMarked;
