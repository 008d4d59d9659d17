package dev.enlist.enrollment;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * Which enrollments a caller wants; null or empty means any.
 *
 * @param flagged whether new rules would answer otherwise about them
 * @param q       part of a name or e-mail, or a whole reference
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

    Specification<Enrollment> within(String programInstanceId) {
        return (root, query, builder) -> {
            List<Predicate> all = new ArrayList<>();
            all.add(builder.equal(root.get("programInstanceId"), programInstanceId));
            if (!statuses.isEmpty()) {
                all.add(root.get("status").in(statuses));
            }
            if (state != null) {
                all.add(builder.equal(root.get("address").get("state"), state));
            }
            if (tag != null) {
                all.add(contains(root, builder, "tags", tag));
            }
            if (manufacturer != null) {
                all.add(contains(root, builder, "manufacturerSlugs", manufacturer));
            }
            if (createdFrom != null) {
                all.add(builder.greaterThanOrEqualTo(root.get("createdAt"), createdFrom));
            }
            if (createdTo != null) {
                all.add(builder.lessThan(root.get("createdAt"), createdTo));
            }
            if (flagged != null) {
                Expression<Instant> flaggedAt = root.get("flag").get("flaggedAt");
                all.add(flagged ? flaggedAt.isNotNull() : flaggedAt.isNull());
            }
            if (q != null && !q.isBlank()) {
                all.add(search(root, builder, q.trim()));
            }
            return builder.and(all.toArray(Predicate[]::new));
        };
    }

    private static Predicate contains(Root<Enrollment> root, CriteriaBuilder builder, String list, String item) {
        Expression<List<String>> items = root.get(list);
        return ((HibernateCriteriaBuilder) builder).collectionContains(items, item);
    }

    private static Predicate search(Root<Enrollment> root, CriteriaBuilder builder, String words) {
        String pattern = "%" + words.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return builder.or(
                builder.like(builder.lower(root.get("email")), pattern, '\\'),
                builder.like(builder.lower(root.get("firstName")), pattern, '\\'),
                builder.like(builder.lower(root.get("lastName")), pattern, '\\'),
                builder.equal(root.get("referenceId"), words));
    }
}
