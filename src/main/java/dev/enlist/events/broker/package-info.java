/**
 * Publishes the feed to Kafka, for subscribers whose volume is too large for webhooks. Inactive until brokers are
 * configured.
 */
@NullMarked
package dev.enlist.events.broker;

import org.jspecify.annotations.NullMarked;
