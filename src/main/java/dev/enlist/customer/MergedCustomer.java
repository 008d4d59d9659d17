package dev.enlist.customer;

import dev.enlist.shared.problem.NotFound;

/** The customer was merged into another one; {@code mergedInto} names it. */
public class MergedCustomer extends NotFound {

    MergedCustomer(String intoId) {
        super("customer any more, because it was merged into " + intoId);
        with("mergedInto", intoId);
    }
}
