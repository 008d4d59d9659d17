package dev.enlist.customer;

import dev.enlist.shared.access.InstanceLimit;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;

/** Which people a limited member sees: those with an enrollment in one of the program instances. */
public interface PersonVisibility {

    /** A condition on the leads or customers that a query selects. */
    Predicate visible(
            InstanceLimit limit, Root<? extends Person> person, CriteriaQuery<?> query, CriteriaBuilder builder);
}
