package dev.enlist.graphql;

import dev.enlist.customer.Address;
import dev.enlist.customer.Customer;
import dev.enlist.customer.Lead;
import dev.enlist.customer.PersonDetails;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lead or a customer in the graph. */
public sealed interface PersonNode extends IdentifiedNode {

    PersonDetails details();

    @Nullable
    default String firstName() {
        return details().firstName();
    }

    @Nullable
    default String lastName() {
        return details().lastName();
    }

    default String email() {
        return details().email();
    }

    @Nullable
    default String phone() {
        return details().phone();
    }

    @Nullable
    default Address address() {
        return details().address();
    }

    @Nullable
    default Map<String, Object> metadata() {
        return details().metadata();
    }

    /** A customer of the organization. */
    public record CustomerNode(String id, PersonDetails details, Instant createdAt, Instant updatedAt, int version)
            implements PersonNode {

        static CustomerNode of(Customer customer) {
            return new CustomerNode(
                    customer.getId(),
                    customer.details(),
                    customer.createdAt(),
                    customer.updatedAt(),
                    customer.version());
        }
    }

    /** A lead: a person who may become a customer. */
    public record LeadNode(
            String id,
            PersonDetails details,
            @Nullable String customerId,
            Instant createdAt,
            Instant updatedAt,
            int version)
            implements PersonNode {

        static LeadNode of(Lead lead) {
            return new LeadNode(
                    lead.getId(),
                    lead.details(),
                    lead.customerId().orElse(null),
                    lead.createdAt(),
                    lead.updatedAt(),
                    lead.version());
        }
    }
}
