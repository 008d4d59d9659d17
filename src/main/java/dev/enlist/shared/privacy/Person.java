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
public record Person(Set<String> emails, Set<String> customerIds, Set<String> leadIds, Set<String> enrollmentIds) {

    public static Person byEmail(String email) {
        return new Person(Set.of(EmailKey.of(email).value()), Set.of(), Set.of(), Set.of());
    }

    public static Person byCustomer(String id) {
        return new Person(Set.of(), Set.of(id), Set.of(), Set.of());
    }

    public static Person byLead(String id) {
        return new Person(Set.of(), Set.of(), Set.of(id), Set.of());
    }

    public Person withEmails(Collection<String> more) {
        Set<String> keys = new TreeSet<>(emails);
        more.forEach(email -> keys.add(EmailKey.of(email).value()));
        return new Person(keys, customerIds, leadIds, enrollmentIds);
    }

    public Person withCustomers(Collection<String> more) {
        return new Person(emails, union(customerIds, more), leadIds, enrollmentIds);
    }

    public Person withLeads(Collection<String> more) {
        return new Person(emails, customerIds, union(leadIds, more), enrollmentIds);
    }

    public Person withEnrollments(Collection<String> more) {
        return new Person(emails, customerIds, leadIds, union(enrollmentIds, more));
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
