package dev.enlist.shared.privacy;

import dev.enlist.shared.EmailKey;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The identifiers of a person in a workspace. Each module adds the identifiers that it knows.
 *
 * @param emails keys, see {@link EmailKey}
 */
public record PersonIdentifiers(
        Set<String> emails, Set<String> customerIds, Set<String> leadIds, Set<String> enrollmentIds) {

    public static PersonIdentifiers byEmail(String email) {
        return new PersonIdentifiers(Set.of(EmailKey.of(email).value()), Set.of(), Set.of(), Set.of());
    }

    public static PersonIdentifiers byCustomer(String id) {
        return new PersonIdentifiers(Set.of(), Set.of(id), Set.of(), Set.of());
    }

    public static PersonIdentifiers byLead(String id) {
        return new PersonIdentifiers(Set.of(), Set.of(), Set.of(id), Set.of());
    }

    public PersonIdentifiers withEmails(Collection<String> more) {
        Set<String> keys = new TreeSet<>(emails);
        more.forEach(email -> keys.add(EmailKey.of(email).value()));
        return new PersonIdentifiers(keys, customerIds, leadIds, enrollmentIds);
    }

    public PersonIdentifiers withCustomers(Collection<String> more) {
        return new PersonIdentifiers(emails, union(customerIds, more), leadIds, enrollmentIds);
    }

    public PersonIdentifiers withLeads(Collection<String> more) {
        return new PersonIdentifiers(emails, customerIds, union(leadIds, more), enrollmentIds);
    }

    public PersonIdentifiers withEnrollments(Collection<String> more) {
        return new PersonIdentifiers(emails, customerIds, leadIds, union(enrollmentIds, more));
    }

    /** Every id of a resource about the person. */
    public Set<String> ids() {
        Set<String> all = new TreeSet<>();
        Stream.of(customerIds, leadIds, enrollmentIds).forEach(all::addAll);
        return all;
    }

    private static Set<String> union(Set<String> known, Collection<String> more) {
        Set<String> all = new TreeSet<>(known);
        all.addAll(more);
        return all;
    }
}
