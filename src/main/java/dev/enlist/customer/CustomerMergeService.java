package dev.enlist.customer;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Merges two customers that are one person. What refers to the merged customer refers to the other one afterwards, and the
 * merged customer is deleted, all in one transaction.
 *
 * <p>The facts of the other customer win. The merged customer supplies what the other one lacks: last name, telephone, the
 * address as a whole, and members of the metadata. The e-mail of the merged customer is free again; its enrollments keep
 * the names and e-mails with which the person applied.
 */
@Service
public class CustomerMergeService {

    private final CustomerRepository customers;
    private final CustomerService people;
    private final CustomerMergeRepository merges;
    private final CustomerMergeLock lock;
    private final List<CustomerReferenceSource> references;
    private final EntityManager entities;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    CustomerMergeService(
            CustomerRepository customers,
            CustomerService people,
            CustomerMergeRepository merges,
            CustomerMergeLock lock,
            List<CustomerReferenceSource> references,
            EntityManager entities,
            ApplicationEventPublisher events,
            Clock clock) {
        this.customers = customers;
        this.people = people;
        this.merges = merges;
        this.lock = lock;
        this.references = List.copyOf(references);
        this.entities = entities;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A merge, or what it would do.
     *
     * @param customer  the remaining customer; as it is now in a preview
     * @param details   of the remaining customer after the merge
     * @param filled    names of the facts that come from the merged customer
     * @param moved     ids by {@link CustomerReferenceSource#kind()}
     * @param conflicts what forbids the merge; only in a preview
     */
    public record Merge(
            String mergedId,
            Customer customer,
            PersonDetails details,
            List<String> filled,
            Map<String, List<String>> moved,
            List<MergeConflict> conflicts) {}

    /**
     * Computes what a merge would do, and changes nothing.
     *
     * @throws InvalidInput where both are the same customer
     */
    @Transactional
    public Merge preview(String mergedId, String intoId, @Nullable String ifMatch) {
        return plan(mergedId, intoId, ifMatch);
    }

    /**
     * @param ifMatch the entity tag of the customer that is merged
     * @throws InvalidInput   where both are the same customer
     * @throws MergeConflicts where one person cannot have the enrollments of both
     */
    @Transactional
    public Merge merge(String mergedId, String intoId, @Nullable String ifMatch, Actor by) {
        Merge plan = plan(mergedId, intoId, ifMatch);
        if (!plan.conflicts().isEmpty()) {
            throw new MergeConflicts(plan.conflicts());
        }
        Instant now = clock.instant();
        references.forEach(source -> source.move(mergedId, intoId, now));
        Customer into = plan.customer();
        if (!plan.filled().isEmpty()) {
            into.revise(plan.details(), now);
        }
        // before the deletion, which deletes what still points to the customer
        merges.insert(mergedId, intoId, by, now);
        merges.keepDismissals(mergedId, intoId);
        customers.deleteById(mergedId);
        customers.flush();
        Map<String, Integer> counts = new TreeMap<>();
        plan.moved().forEach((kind, ids) -> counts.put(kind, ids.size()));
        Map<String, Object> after = new TreeMap<>(counts);
        after.put("mergedInto", intoId);
        events.publishEvent(new AuditNote("customer.merge", "customer", mergedId, Map.of(), after));
        events.publishEvent(new CustomerMerged(
                mergedId,
                intoId,
                counts.getOrDefault("enrollments", 0),
                WorkspaceScope.current().workspaceId(),
                now));
        return plan;
    }

    private Merge plan(String mergedId, String intoId, @Nullable String ifMatch) {
        if (mergedId.equals(intoId)) {
            throw new InvalidInput("/into", "must be another customer than the one that is merged");
        }
        lock.lock();
        merges.lock(mergedId, intoId);
        Customer merged = present(mergedId);
        EntityTags.check(ifMatch, merged.version());
        Customer into = present(intoId);
        Map<String, List<String>> moved = new LinkedHashMap<>();
        List<MergeConflict> conflicts = new ArrayList<>();
        for (CustomerReferenceSource source : references) {
            moved.put(source.kind(), source.lock(mergedId));
            source.lock(intoId);
            conflicts.addAll(source.conflicts(mergedId, intoId));
        }
        List<String> filled = new ArrayList<>();
        PersonDetails details = filled(into.details(), merged.details(), filled);
        return new Merge(mergedId, into, details, filled, moved, conflicts);
    }

    /** Reads the locked row: a request that waited for the lock must see what the other one did. */
    private Customer present(String id) {
        Customer customer = people.customer(id);
        entities.refresh(customer);
        return customer;
    }

    private static PersonDetails filled(PersonDetails known, PersonDetails merged, List<String> filled) {
        return new PersonDetails(
                known.firstName(),
                fill("lastName", known.lastName(), merged.lastName(), filled),
                known.email(),
                fill("phone", known.phone(), merged.phone(), filled),
                fill("address", known.address(), merged.address(), filled),
                metadata(known.metadata(), merged.metadata(), filled));
    }

    private static <T> @Nullable T fill(String name, @Nullable T known, @Nullable T merged, List<String> filled) {
        if (known == null && merged != null) {
            filled.add(name);
            return merged;
        }
        return known;
    }

    private static @Nullable Map<String, Object> metadata(
            @Nullable Map<String, Object> known, @Nullable Map<String, Object> merged, List<String> filled) {
        Map<String, Object> all = new LinkedHashMap<>(Optional.ofNullable(known).orElse(Map.of()));
        Optional.ofNullable(merged).orElse(Map.of()).forEach((name, value) -> {
            if (!all.containsKey(name)) {
                all.put(name, value);
                filled.add("metadata." + name);
            }
        });
        return known == null && all.isEmpty() ? null : all;
    }
}
