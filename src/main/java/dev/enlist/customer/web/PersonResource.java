package dev.enlist.customer.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.customer.Address;
import dev.enlist.customer.Lead;
import dev.enlist.customer.Person;
import dev.enlist.customer.PersonDetails;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lead or customer on the wire.
 *
 * @param customerId of a lead: the customer it has become
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PersonResource(
        String id,
        @Nullable String firstName,
        @Nullable String lastName,
        String email,
        @Nullable String phone,
        @Nullable Address address,
        @Nullable Map<String, Object> metadata,
        @Nullable String customerId,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    static PersonResource of(Person person) {
        PersonDetails details = person.details();
        return new PersonResource(
                person.getId(),
                details.firstName(),
                details.lastName(),
                details.email(),
                details.phone(),
                details.address(),
                details.metadata(),
                person instanceof Lead lead ? lead.customerId().orElse(null) : null,
                person.createdAt(),
                person.updatedAt(),
                person.version());
    }
}
