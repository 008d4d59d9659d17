package dev.enlist.customer;

import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.access.OtherProgramInstance;
import dev.enlist.shared.paging.BoundedCounter;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.NotFound;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lists customers that may be one person, and remembers which of them are not. */
@Service
public class DuplicateService {

    /** Score from which an application is flagged: more than one shared fact. */
    public static final int FLAGGED_FROM = 50;

    /** Wire names of the fields that may order a list of pairs. */
    public static final Map<String, String> SORTABLE =
            Map.of("score", "score", "createdAt", "createdAt", "updatedAt", "updatedAt");

    private final DuplicatePairRepository pairs;
    private final CustomerService customers;
    private final PersonVisibility visibility;
    private final EnrollmentOwners enrollments;
    private final AccessGate gate;
    private final BoundedCounter totals;
    private final Clock clock;

    DuplicateService(
            DuplicatePairRepository pairs,
            CustomerService customers,
            PersonVisibility visibility,
            EnrollmentOwners enrollments,
            AccessGate gate,
            BoundedCounter totals,
            Clock clock) {
        this.pairs = pairs;
        this.customers = customers;
        this.visibility = visibility;
        this.enrollments = enrollments;
        this.gate = gate;
        this.totals = totals;
        this.clock = clock;
    }

    /** A pair with both customers, the older one first. */
    public record Compared(DuplicatePair pair, Customer first, Customer second) {}

    /**
     * Lists pairs, in two statements and a third one for the customers.
     */
    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, DuplicateFilter filter, Function<Compared, T> shape) {
        Specification<DuplicatePair> wanted = specification(filter, gate.limit());
        Page<DuplicatePair> found = query.fetch(
                pairs, wanted, DuplicatePair::getId, Function.identity(), () -> totals.of(DuplicatePair.class, wanted));
        Map<String, Compared> compared = compared(found.data());
        return found.map(pair -> shape.apply(Objects.requireNonNull(compared.get(pair.getId()))));
    }

    @Transactional(readOnly = true)
    public Compared read(String id) {
        return compared(visible(id));
    }

    /** States that the two are not the same person: the pair is no longer listed, whatever they share later. */
    @Transactional
    public Compared dismiss(String id, @Nullable String ifMatch, Actor by) {
        DuplicatePair pair = visible(id);
        EntityTags.check(ifMatch, pair.version());
        pair.dismiss(by, clock.instant());
        return compared(pairs.saveAndFlush(pair));
    }

    /** Lists a dismissed pair again. */
    @Transactional
    public Compared restore(String id, @Nullable String ifMatch) {
        DuplicatePair pair = visible(id);
        EntityTags.check(ifMatch, pair.version());
        pair.restore(clock.instant());
        return compared(pairs.saveAndFlush(pair));
    }

    private DuplicatePair visible(String id) {
        DuplicatePair pair = pairs.findById(id).orElseThrow(() -> new NotFound("pair of customers"));
        InstanceLimit limit = gate.limit();
        if (limit.isLimited()
                && !(enrollments.takesPart(pair.firstId(), limit.programInstanceIds())
                        && enrollments.takesPart(pair.secondId(), limit.programInstanceIds()))) {
            throw new OtherProgramInstance();
        }
        return pair;
    }

    private Compared compared(DuplicatePair pair) {
        return Objects.requireNonNull(compared(List.of(pair)).get(pair.getId()));
    }

    private Map<String, Compared> compared(Collection<DuplicatePair> found) {
        Set<String> ids = new HashSet<>();
        found.forEach(pair -> ids.addAll(List.of(pair.firstId(), pair.secondId())));
        Map<String, Customer> known = customers.knownCustomers(ids);
        Map<String, Compared> compared = new java.util.HashMap<>();
        found.forEach(pair -> compared.put(
                pair.getId(),
                new Compared(
                        pair,
                        Objects.requireNonNull(known.get(pair.firstId())),
                        Objects.requireNonNull(known.get(pair.secondId())))));
        return compared;
    }

    private Specification<DuplicatePair> specification(DuplicateFilter filter, InstanceLimit limit) {
        String customer = customer(filter, limit);
        return (root, query, builder) -> {
            List<Predicate> all = new ArrayList<>();
            if (filter.enrollmentId() != null || filter.customerId() != null) {
                all.add(builder.or(
                        builder.equal(root.get("firstId"), customer), builder.equal(root.get("secondId"), customer)));
            }
            if (filter.minScore() > 0) {
                all.add(builder.greaterThanOrEqualTo(root.get("score"), filter.minScore()));
            }
            all.add(
                    filter.dismissed()
                            ? builder.isNotNull(root.get("dismissedAt"))
                            : builder.isNull(root.get("dismissedAt")));
            if (limit.isLimited()) {
                all.add(visible(root, "firstId", limit, Objects.requireNonNull(query), builder));
                all.add(visible(root, "secondId", limit, Objects.requireNonNull(query), builder));
            }
            return builder.and(all.toArray(Predicate[]::new));
        };
    }

    /**
     * The customer that the filter names; the empty text, which matches no pair, for a lead, for ids of nothing, and for an
     * enrollment that the caller may not see.
     */
    private String customer(DuplicateFilter filter, InstanceLimit limit) {
        String named = filter.customerId() == null ? "" : filter.customerId();
        if (filter.enrollmentId() == null) {
            return named;
        }
        String applicant = enrollments
                .ownerOf(filter.enrollmentId())
                .filter(owner -> limit.allows(owner.programInstanceId()))
                .map(EnrollmentOwners.Owner::customerId)
                .orElse("");
        return filter.customerId() == null || named.equals(applicant) ? applicant : "";
    }

    private Predicate visible(
            Root<DuplicatePair> pair,
            String member,
            InstanceLimit limit,
            CriteriaQuery<?> query,
            CriteriaBuilder builder) {
        Subquery<Integer> known = query.subquery(Integer.class);
        Root<Customer> customer = known.from(Customer.class);
        known.select(builder.literal(1))
                .where(
                        builder.equal(customer.get("id"), pair.get(member)),
                        visibility.visible(limit, customer, query, builder));
        return builder.exists(known);
    }
}
