package dev.enlist.shared.paging;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import org.hibernate.query.criteria.JpaSubQuery;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.query.QueryUtils;

/**
 * Selects the rows of one page of a list in one statement. A subquery finds the ids first, so that an index which
 * covers the filter is enough; the outer query reads only the rows with these ids. Without the subquery, PostgreSQL
 * scans the primary key and expects early matches. Where all matches come late, it reads a million other rows before
 * them.
 */
final class PageIdSubquery {

    private PageIdSubquery() {}

    static <S> Specification<S> of(Specification<S> filter, Sort sort, long offset, int limit) {
        return (root, query, builder) -> root.get("id").in(ids(root, query, builder, filter, sort, offset, limit));
    }

    private static <S> JpaSubQuery<String> ids(
            Root<S> root,
            CriteriaQuery<?> query,
            CriteriaBuilder builder,
            Specification<S> filter,
            Sort sort,
            long offset,
            int limit) {
        JpaSubQuery<String> ids = (JpaSubQuery<String>) query.subquery(String.class);
        Root<S> listed = ids.from(root.getModel());
        ids.select(listed.get("id"));
        Predicate wanted = filter.toPredicate(listed, query, builder);
        if (wanted != null) {
            ids.where(wanted);
        }
        ids.orderBy(QueryUtils.toOrders(sort, listed, builder));
        ids.offset(offset);
        ids.fetch(limit);
        return ids;
    }
}
