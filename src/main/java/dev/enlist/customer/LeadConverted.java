package dev.enlist.customer;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/** A lead became a customer; what belonged to the lead follows it. */
public record LeadConverted(String leadId, String customerId, Instant at) implements DomainEvent {}
