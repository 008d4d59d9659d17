package dev.enlist.enrollment;

import dev.enlist.customer.PersonSearch;
import jakarta.persistence.criteria.AbstractQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * Filter of a list of enrollments; a null or empty member matches all.
 *
 * @param flagged whether newer rules would decide otherwise
 * @param q       beginning of a name or e-mail, see {@link PersonSearch}; or a complete reference or application number
 */
public record EnrollmentFilter(
        List<EnrollmentStatus> statuses,
        @Nullable String state,
        @Nullable String tag,
        @Nullable String manufacturer,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo,
        @Nullable Boolean flagged,
        @Nullable String q) {

    /** @param kind as in {@link EnrollmentFacet}; or {@link #PAIR}, which is counted and not listed */
    record Facet(String kind, String value) {

        static final String PAIR = "state+manufacturer";

        /** A state with a manufacturer; the separator is in neither. */
        static Facet pair(String state, String manufacturer) {
            return new Facet(PAIR, state + '\u001f' + manufacturer);
        }
    }

    Specification<Enrollment> within(String programInstanceId) {
        return (root, query, builder) -> {
            List<Predicate> all = new ArrayList<>();
            all.add(builder.equal(root.get("programInstanceId"), programInstanceId));
            if (!statuses.isEmpty()) {
                all.add(root.get("status").in(statuses));
            }
            facets().forEach((kind, value) -> all.add(has(root, query, builder, kind, value)));
            if (createdFrom != null) {
                all.add(builder.greaterThanOrEqualTo(root.get("createdAt"), createdFrom));
            }
            if (createdTo != null) {
                all.add(builder.lessThan(root.get("createdAt"), createdTo));
            }
            if (flagged != null) {
                Expression<Instant> flaggedAt = root.get("review").get("flag").get("flaggedAt");
                all.add(flagged ? flaggedAt.isNotNull() : flaggedAt.isNull());
            }
            if (q != null && !q.isBlank()) {
                Predicate person = PersonSearch.of(q).predicate(root, builder);
                List<Predicate> ways = new ArrayList<>(
                        List.of(person, builder.equal(root.get("application").get("referenceId"), q.trim())));
                ApplicationNumber.read(q)
                        .ifPresent(number -> ways.add(builder.equal(root.get("applicationNumber"), number.value())));
                all.add(builder.or(ways.toArray(Predicate[]::new)));
            }
            return builder.and(all.toArray(Predicate[]::new));
        };
    }

    /**
     * The same conditions as SQL, about the enrollment {@code e}.
     *
     * @param values receives the named parameters of the conditions
     */
    List<String> sql(Map<String, Object> values) {
        List<String> all = new ArrayList<>();
        if (!statuses.isEmpty()) {
            all.add("e.status = any(:statuses)");
            values.put("statuses", statuses.stream().map(EnrollmentStatus::wire).toArray(String[]::new));
        }
        facets().forEach((kind, value) -> {
            all.add("exists (select 1 from enrollment_facet f where f.workspace_id = e.workspace_id"
                    + " and f.program_instance_id = e.program_instance_id and f.kind = '" + kind + "' and f.value = :"
                    + kind + " and f.enrollment_id = e.id)");
            values.put(kind, value);
        });
        if (createdFrom != null) {
            all.add("e.created_at >= :createdFrom");
            values.put("createdFrom", Timestamp.from(createdFrom));
        }
        if (createdTo != null) {
            all.add("e.created_at < :createdTo");
            values.put("createdTo", Timestamp.from(createdTo));
        }
        if (flagged != null) {
            all.add("e.flagged_at is " + (flagged ? "not null" : "null"));
        }
        if (q != null && !q.isBlank()) {
            List<String> ways =
                    new ArrayList<>(List.of(PersonSearch.of(q).sql("e", values), "e.reference_id = :reference"));
            values.put("reference", q.trim());
            ApplicationNumber.read(q).ifPresent(number -> {
                ways.add("e.application_number = :number");
                values.put("number", number.value());
            });
            all.add("(" + String.join(" or ", ways) + ")");
        }
        return all;
    }

    private static Predicate has(
            Root<Enrollment> root, AbstractQuery<?> query, CriteriaBuilder builder, String kind, String value) {
        Subquery<Integer> sought = query.subquery(Integer.class);
        Root<EnrollmentFacet> facet = sought.from(EnrollmentFacet.class);
        return builder.exists(sought.select(builder.literal(1))
                .where(
                        builder.equal(facet.get("programInstanceId"), root.get("programInstanceId")),
                        builder.equal(facet.get("kind"), kind),
                        builder.equal(facet.get("value"), value),
                        builder.equal(facet.get("enrollmentId"), root.get("id"))));
    }

    /** Whether the filter has no criteria other than statuses. */
    boolean isOfStatusesOnly() {
        return facets().isEmpty() && asksForNothingElse();
    }

    /** The state, tag, manufacturer, or state with a manufacturer, if it is the only criterion beside statuses. */
    Optional<Facet> soleFacet() {
        Map<String, String> facets = facets();
        if (state != null && manufacturer != null && tag == null && asksForNothingElse()) {
            return Optional.of(Facet.pair(state, manufacturer));
        }
        if (facets.size() != 1 || !asksForNothingElse()) {
            return Optional.empty();
        }
        return facets.entrySet().stream()
                .map(sole -> new Facet(sole.getKey(), sole.getValue()))
                .findFirst();
    }

    /**
     * Two criteria of which the sums tell how often they meet: a state, tag or manufacturer with statuses, or a state with a
     * manufacturer. Both may be frequent and meet in no enrollment; the query would read all that have one of them.
     */
    Optional<Facet> combination() {
        return soleFacet().filter(facet -> !statuses.isEmpty() || facet.kind().equals(Facet.PAIR));
    }

    boolean hasFacets() {
        return !facets().isEmpty();
    }

    private Map<String, String> facets() {
        // in a fixed order, so that equal filters have equal SQL
        Map<String, String> facets = new LinkedHashMap<>();
        put(facets, "state", state);
        put(facets, "tag", tag);
        put(facets, "manufacturer", manufacturer);
        return facets;
    }

    private static void put(Map<String, String> facets, String kind, @Nullable String value) {
        if (value != null) {
            facets.put(kind, value);
        }
    }

    private boolean asksForNothingElse() {
        return createdFrom == null && createdTo == null && flagged == null && (q == null || q.isBlank());
    }
}
