package dev.enlist.shared.access;

/** A session ended. Answers that last ask at once whether they may go on; see {@link CallerStanding}. */
public record AccessEnded() {}
