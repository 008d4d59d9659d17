package dev.enlist.shared;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something for the audit trail that no entity tells: published as an application event, within the scope of
 * the workspace whose trail it belongs to. Within a transaction it is stored with it or not at all; outside
 * one it is stored at once. Who did it, and from where, is known to the trail.
 *
 * <p>Carries no personal data of applicants, customers or leads: of those the names of what changed, and
 * never what it says. Secrets (passwords, keys) are named, too, and never shown.
 *
 * @param action      the thing and the act, such as {@code apiKey.issue} or {@code user.roles}
 * @param subjectType the thing, such as {@code apiKey}
 * @param subjectId   its id
 * @param before      what changed, as it was; empty for what is new
 * @param after       the same, as it is; empty for what is gone. Values are texts, numbers, booleans, null, and
 *                    lists and maps of these
 */
public record AuditNote(
        String action,
        String subjectType,
        String subjectId,
        Map<String, ? extends @Nullable Object> before,
        Map<String, ? extends @Nullable Object> after) {}
