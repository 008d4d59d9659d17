package dev.enlist.tenancy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organization.
 *
 * @param timeZone IANA name; null for UTC
 */
public record Organization(
        String id, String name, Instant createdAt, @Nullable String timeZone) {}
