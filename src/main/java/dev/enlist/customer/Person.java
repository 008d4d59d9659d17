package dev.enlist.customer;

import dev.enlist.shared.Cuid;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** What leads and customers have in common. */
@MappedSuperclass
public abstract class Person implements Persistable<String> {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private @Nullable String firstName;
    private @Nullable String lastName;
    private String email = "";
    private @Nullable String phone;

    @Embedded
    private @Nullable Address address;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(columnDefinition = "jsonb")
    private @Nullable Map<String, Object> metadata;

    private Instant createdAt = Instant.EPOCH;
    private Instant updatedAt = Instant.EPOCH;

    @Version
    private @Nullable Integer version;

    protected Person() {}

    Person(PersonDetails details, Instant at) {
        this.createdAt = at;
        revise(details, at);
    }

    final void revise(PersonDetails details, Instant at) {
        this.firstName = details.firstName();
        this.lastName = details.lastName();
        this.email = details.email();
        this.phone = details.phone();
        this.address = details.address();
        this.metadata = details.metadata();
        this.updatedAt = at;
    }

    /** What may be changed about the person. */
    public PersonDetails details() {
        return new PersonDetails(firstName, lastName, email, phone, address, metadata);
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return version == null;
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

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    /** Counts the changes; the entity tag. */
    public int version() {
        return version == null ? 0 : version;
    }
}
