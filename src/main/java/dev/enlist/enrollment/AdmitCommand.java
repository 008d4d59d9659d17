package dev.enlist.enrollment;

import dev.enlist.shared.Actor;

/**
 * Asks to enroll one person.
 *
 * @param by who asks, as the status history and the audit trail show it
 */
public record AdmitCommand(NewEnrollment person, Actor by) {}
