package dev.enlist.shared.paging;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.persistence.criteria.Predicate;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaRoot;
import org.hibernate.query.criteria.JpaSubQuery;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Component;

/**
 * Counts what a filter finds, up to a bound: PostgreSQL counts by reading, so that an exact count of a million rows
 * takes a hundred times as long as one of ten thousand. Clients do not read five hundred pages by number: a client that
 * needs all rows reads by cursor or exports them.
 */
@Component
public class BoundedCounter {

    /** What is counted exactly. */
    public static final int COUNTED = 10_000;

    private final EntityManager entities;

    BoundedCounter(EntityManager entities) {
        this.entities = entities;
    }

    /** The number of entities that the filter finds, at most {@link #COUNTED}; one statement. */
    public <S> BoundedCount of(Class<S> type, Specification<S> filter) {
        HibernateCriteriaBuilder builder = (HibernateCriteriaBuilder) entities.getCriteriaBuilder();
        JpaCriteriaQuery<Long> count = builder.createQuery(Long.class);
        JpaSubQuery<Tuple> found = count.subquery(Tuple.class);
        JpaRoot<S> root = found.from(type);
        found.multiselect(builder.literal(1).alias("one"));
        Predicate wanted = filter.toPredicate(root, count, builder);
        if (wanted != null) {
            found.where(wanted);
        }
        found.fetch(COUNTED + 1);
        count.from(found);
        count.select(builder.count());
        long items = entities.createQuery(count).getSingleResult();
        return items > COUNTED ? new BoundedCount(COUNTED, false) : BoundedCount.of(items);
    }
}
