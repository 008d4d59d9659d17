package dev.enlist.customer;

/** Tells which people may be kept without a last name. Customers need one, unless they take part where it may be missing. */
public interface SingleNamePolicy {

    /** @param personId of a lead or customer of the current workspace */
    boolean acceptsSingleName(String personId);
}
