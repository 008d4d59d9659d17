package dev.enlist.customer;

import java.time.Instant;
import java.util.List;

/**
 * What a module stores that refers to customers, so that it can follow a merge. Each module with such references provides
 * one as a bean. A test compares {@link #table()} with the foreign keys of the database.
 */
public interface CustomerReferenceSource {

    /** Name in answers, plural: {@code enrollments}. */
    String kind();

    /** The table with the references. */
    String table();

    /** Locks what refers to the customer until the end of the transaction, and returns the ids in their order. */
    List<String> lock(String customerId);

    /** What forbids that the references of both belong to one person; empty where nothing does. Both are locked. */
    default List<MergeConflict> conflicts(String mergedId, String intoId) {
        return List.of();
    }

    /** Makes the locked references of one customer references of the other. */
    void move(String mergedId, String intoId, Instant at);
}
