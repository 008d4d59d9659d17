package dev.enlist.customer.web;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.enlist.customer.Address;
import dev.enlist.customer.PersonDetails;
import dev.enlist.shared.validation.E164;
import dev.enlist.shared.validation.EmailAddress;
import dev.enlist.shared.validation.FreeJson;
import dev.enlist.shared.validation.PersonName;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request bodies for leads and customers. */
final class PersonRequest {

    private PersonRequest() {}

    /** A new customer: both names and an e-mail. */
    @Schema(name = "CustomerRequest")
    record ForCustomer(
            @Schema(example = "Suzie") @NotNull @PersonName @Size(max = 100)
            String firstName,

            @Schema(example = "Homeowner") @NotNull @PersonName @Size(max = 100)
            String lastName,

            @Schema(example = "suzie.homeowner@example.com") @NotNull @EmailAddress
            String email,

            @Schema(example = "+12125550100") @Nullable @E164
            String phone,

            @Nullable @Valid Address address,
            @JsonAlias("meta") @Nullable @FreeJson Map<String, Object> metadata) {

        PersonDetails details() {
            return new PersonDetails(firstName, lastName, email, phone, address, metadata);
        }
    }

    /** The editable fields of a customer: all of them. */
    @Schema(name = "CustomerPatch")
    record CustomerPatch(
            @Schema(example = "Suzie") @NotNull @PersonName @Size(max = 100)
            String firstName,

            @Schema(
                    example = "Homeowner",
                    description = "May be null where the customer is enrolled in a program instance that accepts people"
                            + " with a single name")
            @Nullable
            @PersonName
            @Size(max = 100)
            String lastName,

            @Schema(example = "suzie.homeowner@example.com") @NotNull @EmailAddress
            String email,

            @Schema(example = "+12125550100") @Nullable @E164
            String phone,

            @Nullable @Valid Address address,
            @JsonAlias("meta") @Nullable @FreeJson Map<String, Object> metadata) {

        PersonDetails details() {
            return new PersonDetails(firstName, lastName, email, phone, address, metadata);
        }

        static CustomerPatch of(PersonDetails details) {
            return new CustomerPatch(
                    details.firstName(),
                    details.lastName(),
                    details.email(),
                    details.phone(),
                    details.address(),
                    details.metadata());
        }
    }

    /** A lead: an e-mail and optional details. */
    @Schema(name = "LeadRequest")
    record ForLead(
            @Schema(example = "Suzie") @Nullable @PersonName @Size(max = 100)
            String firstName,

            @Schema(example = "Homeowner") @Nullable @PersonName @Size(max = 100)
            String lastName,

            @Schema(example = "suzie.homeowner@example.com") @NotNull @EmailAddress
            String email,

            @Schema(example = "+12125550100") @Nullable @E164
            String phone,

            @Nullable @Valid Address address,
            @JsonAlias("meta") @Nullable @FreeJson Map<String, Object> metadata) {

        PersonDetails details() {
            return new PersonDetails(firstName, lastName, email, phone, address, metadata);
        }

        static ForLead of(PersonDetails details) {
            return new ForLead(
                    details.firstName(),
                    details.lastName(),
                    details.email(),
                    details.phone(),
                    details.address(),
                    details.metadata());
        }
    }

    /** The details that a lead needs to become a customer. */
    @Schema(name = "LeadConversion")
    record Conversion(
            @Schema(example = "Suzie") @Nullable @PersonName @Size(max = 100)
            String firstName,

            @Schema(example = "Homeowner") @Nullable @PersonName @Size(max = 100)
            String lastName) {}
}
