package dev.enlist.customer;

import dev.enlist.shared.Audited;
import jakarta.persistence.Entity;
import java.time.Instant;

/** A customer of the organization, with first name, last name and e-mail. One per e-mail. */
@Entity
@Audited(subject = "customer")
public class Customer extends Person {

    protected Customer() {}

    Customer(PersonDetails details, Instant at) {
        super(details, at);
    }
}
