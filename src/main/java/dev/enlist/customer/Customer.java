package dev.enlist.customer;

import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;

/** Somebody who deals with the organization: first and last name and e-mail are known. One per e-mail. */
@Entity
@Audited(subject = "customer")
public class Customer extends Person {

    protected Customer() {}

    Customer(PersonDetails details, Instant at) {
        super(details, at);
    }
}
