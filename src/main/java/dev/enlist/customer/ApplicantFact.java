package dev.enlist.customer;

import org.jspecify.annotations.Nullable;

/** What an application of a customer states about the person and the device. */
public record ApplicantFact(
        String customerId,
        @Nullable String phone,
        @Nullable Address address,
        @Nullable String serialNumber) {}
