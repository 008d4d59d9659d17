package dev.enlist.tenancy;

import java.time.Instant;

/** An organization by its name. */
public record Organization(String id, String name, Instant createdAt) {}
