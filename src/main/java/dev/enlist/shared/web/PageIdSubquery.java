package dev.enlist.shared.web;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import org.hibernate.query.criteria.JpaSubQuery;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.query.QueryUtils;

/**
 * Those who are on one page of a list, within one statement: their ids are found first, so that an index which has all
 * that the filter asks for answers alone, and the rows are read of those who are found. Asked for the rows at once,
 * PostgreSQL walks the primary key in the hope of meeting soon whom the filter wants, and where they all came late,
 * meets a million others before.
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
