package dev.enlist.note;

import dev.enlist.shared.access.Binding;
import dev.enlist.shared.problem.Forbidden;

/** Keeps notes from applicants: a key that is bound to a customer works for one. */
public final class NoteAccessPolicy {

    private NoteAccessPolicy() {}

    /** @throws Forbidden {@code notes-are-internal} */
    public static void requireStaff(Binding binding) {
        if (binding.customerId() != null) {
            throw new Forbidden("notes-are-internal", "Notes are internal: use a key that is not bound to a customer.");
        }
    }
}
