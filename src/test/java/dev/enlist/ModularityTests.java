package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The rooms of the house: no cycles, no reaching into another's nested packages, only the arrows declared. */
class ModularityTests {

    private static final ApplicationModules ROOMS = ApplicationModules.of(EnlistApplication.class);

    @Test
    void roomsUseEachOtherAsDeclared() {
        ROOMS.verify();
    }

    @Test
    void roomsAreThoseOfThePlan() {
        assertThat(ROOMS.stream().map(room -> room.getIdentifier().toString()))
                .contains(
                        "shared",
                        "tenancy",
                        "access",
                        "customer",
                        "template",
                        "program",
                        "eligibility",
                        "enrollment",
                        "outbound",
                        "audit",
                        "privacy",
                        "process",
                        "setup");
    }
}
