package dev.enlist.customer;

/** Decides which people may have no last name. Customers need one, unless they are enrolled where it is optional. */
public interface SingleNamePolicy {

    /** @param personId of a lead or customer of the current workspace */
    boolean acceptsSingleName(String personId);
}
