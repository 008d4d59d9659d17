package dev.enlist.shared.access;

import org.jspecify.annotations.Nullable;

/** What a key is bound to: one program instance, or one customer, or nothing. */
public record Binding(
        @Nullable String programInstanceId, @Nullable String customerId) {

    public static final Binding NONE = new Binding(null, null);

    public boolean isBound() {
        return programInstanceId != null || customerId != null;
    }

    public boolean reachesProgramInstance(String id) {
        return !isBound() || id.equals(programInstanceId);
    }

    public boolean reachesCustomer(String id) {
        return !isBound() || id.equals(customerId);
    }

    public boolean reaches(EnrollmentOwners.Owner owner) {
        return !isBound()
                || owner.programInstanceId().equals(programInstanceId)
                || (customerId != null && customerId.equals(owner.customerId()));
    }
}
