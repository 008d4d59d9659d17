package dev.enlist.program;

import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * Which programs a caller wants; null means any.
 *
 * @param archived true for archived programs, false for the others
 * @param q   part of name, slug or description
 * @param own true for those of the own organization, false for those of other organizations
 */
public record ProgramFilter(
        @Nullable String state,
        @Nullable Visibility visibility,
        @Nullable String type,
        @Nullable Integer year,
        @Nullable Boolean active,
        @Nullable Boolean archived,
        @Nullable String q,
        @Nullable Boolean own) {

    Specification<Program> seenBy(String organizationId) {
        return (root, query, builder) -> {
            List<Predicate> all = new ArrayList<>();
            all.add(builder.or(
                    builder.equal(root.get("visibility"), Visibility.PUBLIC),
                    builder.equal(root.get("organizationId"), organizationId)));
            if (state != null) {
                // a program that names no states is available everywhere
                HibernateCriteriaBuilder arrays = (HibernateCriteriaBuilder) builder;
                Expression<List<String>> states = root.get("states");
                all.add(builder.or(
                        arrays.collectionContains(states, state), builder.equal(arrays.collectionLength(states), 0)));
            }
            if (visibility != null) {
                all.add(builder.equal(root.get("visibility"), visibility));
            }
            if (type != null) {
                all.add(builder.equal(root.get("type"), type));
            }
            if (year != null) {
                all.add(builder.equal(root.get("year"), year));
            }
            if (own != null) {
                Predicate ours = builder.equal(root.get("organizationId"), organizationId);
                all.add(own ? ours : ours.not());
            }
            if (active != null) {
                all.add(builder.equal(root.get("active"), active));
            }
            if (archived != null) {
                all.add(archived ? builder.isNotNull(root.get("archivedAt")) : builder.isNull(root.get("archivedAt")));
            }
            if (q != null && !q.isBlank()) {
                String pattern = "%" + q.trim().toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
                all.add(builder.or(
                        builder.like(builder.lower(root.get("name")), pattern, '\\'),
                        builder.like(builder.lower(root.get("slug")), pattern, '\\'),
                        builder.like(builder.lower(root.get("description")), pattern, '\\')));
            }
            return builder.and(all.toArray(Predicate[]::new));
        };
    }
}
