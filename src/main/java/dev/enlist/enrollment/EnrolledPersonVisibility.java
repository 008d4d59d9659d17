package dev.enlist.enrollment;

import dev.enlist.customer.Lead;
import dev.enlist.customer.Person;
import dev.enlist.customer.PersonVisibility;
import dev.enlist.shared.access.InstanceLimit;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import org.springframework.stereotype.Component;

/** Limits the visible people to those with an enrollment in the visible program instances. */
@Component
class EnrolledPersonVisibility implements PersonVisibility {

    @Override
    public Predicate visible(
            InstanceLimit limit, Root<? extends Person> person, CriteriaQuery<?> query, CriteriaBuilder builder) {
        Subquery<Integer> enrolled = query.subquery(Integer.class);
        Root<Enrollment> enrollment = enrolled.from(Enrollment.class);
        String reference = Lead.class.isAssignableFrom(person.getJavaType()) ? "leadId" : "customerId";
        enrolled.select(builder.literal(1))
                .where(
                        builder.equal(enrollment.get(reference), person.get("id")),
                        enrollment.get("programInstanceId").in(limit.programInstanceIds()));
        return builder.exists(enrolled);
    }
}
