package dev.enlist.customer;

import java.util.Collection;
import java.util.List;

/** The facts in the applications of customers. Implemented by the module that stores applications. */
public interface ApplicantFactSource {

    /**
     * The facts of at most this number of applications of each customer, the newest first. One statement.
     *
     * @param mostPerCustomer applications of one customer
     */
    List<ApplicantFact> factsOf(Collection<String> customerIds, int mostPerCustomer);
}
