package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks to enroll one person.
 *
 * @param by     who asks, as the status history and the audit trail show it
 * @param origin the request that asks, where commands of several requests share a transaction; null if all commands come from
 *               the work of this thread
 */
public record AdmitCommand(
        NewEnrollment person, Actor by, @Nullable AuditContext origin) {

    public AdmitCommand(NewEnrollment person, Actor by) {
        this(person, by, null);
    }

    /** Returns the command as one of this request. */
    public AdmitCommand from(AuditContext request) {
        return new AdmitCommand(person, by, request);
    }
}
