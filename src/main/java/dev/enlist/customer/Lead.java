package dev.enlist.customer;

import dev.enlist.shared.Audited;
import dev.enlist.shared.problem.Conflict;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A potential customer; only the e-mail is required. A converted lead refers to its customer. */
@Entity
@Audited(
        subject = "lead",
        plain = {"customerId"},
        acts = {"customerId:convert"})
public class Lead extends Person {

    private @Nullable String customerId;

    protected Lead() {}

    Lead(PersonDetails details, Instant at) {
        super(details, at);
    }

    void becomes(Customer customer) {
        if (customerId != null) {
            throw new Conflict("already-converted", "This lead has become the customer " + customerId + " already.");
        }
        this.customerId = customer.getId();
    }

    /** The customer that this lead has become was merged into another one. */
    void follow(String newCustomerId, Instant at) {
        this.customerId = newCustomerId;
        this.updatedAt = at;
    }

    /** The customer this lead has become. */
    public Optional<String> customerId() {
        return Optional.ofNullable(customerId);
    }
}
