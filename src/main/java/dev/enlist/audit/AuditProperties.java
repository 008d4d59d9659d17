package dev.enlist.audit;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param key secret of at least 32 characters, from {@code ENLIST_AUDIT_KEY}; the same on every node for as long as the
 * trail is kept. Without it, an attacker with write access to the database can change entries and recompute the chain;
 * with it, a recomputed chain fails verification
 */
@ConfigurationProperties("enlist.audit")
record AuditProperties(@Nullable String key) {

    private static final int SHORTEST = 32;

    AuditProperties {
        if (key != null && key.isBlank()) {
            key = null;
        }
        if (key != null && key.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "ENLIST_AUDIT_KEY is too short; set at least " + SHORTEST + " characters.");
        }
    }

    byte @Nullable [] secret() {
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }

    /** Omits the key, so that logs cannot contain it. */
    @Override
    public String toString() {
        return "AuditProperties[" + (key == null ? "no key" : "a key") + "]";
    }
}
