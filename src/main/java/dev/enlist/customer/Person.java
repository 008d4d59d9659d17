package dev.enlist.customer;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.EmailKey;
import dev.enlist.shared.JsonColumn;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** What leads and customers have in common. */
@MappedSuperclass
public abstract class Person extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private @Nullable String firstName;
    private @Nullable String lastName;
    private String email = "";

    /** See {@link EmailKey}. */
    private @Nullable String emailKey;

    /** See {@link PersonSearch#key}. */
    private @Nullable String firstNameKey;

    private @Nullable String lastNameKey;

    /** 0, or the number of a duplicate that had the same key before keys were unique. */
    private int duplicate;

    private @Nullable String phone;

    @Embedded
    private @Nullable Address address;

    @JsonColumn
    @Column(columnDefinition = "jsonb")
    private @Nullable Map<String, Object> metadata;

    protected Person() {}

    Person(PersonDetails details, Instant at) {
        this.createdAt = at;
        revise(details, at);
    }

    final void revise(PersonDetails details, Instant at) {
        this.firstName = details.firstName();
        this.lastName = details.lastName();
        this.email = details.email();
        String key = EmailKey.of(email).value();
        if (!key.equals(emailKey)) {
            this.emailKey = key;
            this.duplicate = 0;
        }
        this.firstNameKey = PersonSearch.key(firstName);
        this.lastNameKey = PersonSearch.key(lastName);
        this.phone = details.phone();
        this.address = details.address();
        this.metadata = details.metadata();
        this.updatedAt = at;
    }

    /** The editable fields of the person. */
    public PersonDetails details() {
        return new PersonDetails(firstName, lastName, email, phone, address, metadata);
    }

    public Optional<String> firstName() {
        return Optional.ofNullable(firstName);
    }

    public Optional<String> lastName() {
        return Optional.ofNullable(lastName);
    }

    public String email() {
        return email;
    }

    public @Nullable String phone() {
        return phone;
    }

    public @Nullable Address address() {
        return address;
    }
}
