package dev.enlist.customer;

import static dev.enlist.customer.DuplicateReason.SAME_NAME;
import static dev.enlist.customer.DuplicateReason.SAME_PHONE;
import static dev.enlist.customer.DuplicateReason.SIMILAR_EMAIL;
import static dev.enlist.customer.DuplicateReason.SIMILAR_NAME;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Normalization of facts, similarity of names, and the score. */
class DuplicatePolicyTests {

    private static Address address(@Nullable String one, @Nullable String two, @Nullable String zip) {
        return new Address(one, two, "New York", "NY", zip, null);
    }

    private static DuplicateCandidate person(String first, String last) {
        return new DuplicateCandidate(first + last, PersonSearch.key(first), PersonSearch.key(last), "a@example.com");
    }

    @Test
    void spellingsOfOneAddressHaveOneKey() {
        var key = DuplicateKeyFactory.address(address("19 Cinnamon Street", "Apt. 4B", "10001"));
        assertThat(key).isPresent();
        assertThat(DuplicateKeyFactory.address(address("19 cinnamon ST.", "#4b", "10001-2233")))
                .isEqualTo(key);
        assertThat(DuplicateKeyFactory.address(address("19 Cinnamon St 4B", null, "10001")))
                .isEqualTo(key);
        assertThat(DuplicateKeyFactory.address(address("19 Cinnamon Street", "Apt. 4C", "10001")))
                .isNotEqualTo(key);
        assertThat(DuplicateKeyFactory.address(address("19 Cinnamon Street", "Apt. 4B", "10002")))
                .isNotEqualTo(key);
        assertThat(DuplicateKeyFactory.address(address(null, "Apt. 4B", "10001")))
                .isPresent();
        assertThat(DuplicateKeyFactory.address(address(null, null, "10001"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"N/A", "0", "0000000", "none", "-----"})
    void placeholdersAreNoSerialNumbers(String placeholder) {
        assertThat(DuplicateKeyFactory.serialNumber(placeholder)).isEmpty();
    }

    @Test
    void serialNumbersAndMailboxesIgnoreSeparators() {
        assertThat(DuplicateKeyFactory.serialNumber("sn ob-4417"))
                .isEqualTo(DuplicateKeyFactory.serialNumber("SNOB4417"));
        assertThat(DuplicateKeyFactory.mailbox("suzie.homeowner+rebate@gmail.com"))
                .isPresent()
                .isEqualTo(DuplicateKeyFactory.mailbox("suziehomeowner@example.com"));
        assertThat(DuplicateKeyFactory.mailbox("office@example.com")).isEmpty();
        assertThat(DuplicateKeyFactory.mailbox("al@example.com")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Tomasz, Nowak, Nowak, Tomasz, SAME_NAME",
        "José, Muñoz, Jose, Munoz, SAME_NAME",
        "Tomasz, Nowak, Tom, Nowak, SIMILAR_NAME",
        "Catherine, Miller, Katherine, Miller, SIMILAR_NAME",
        "Suzie, Homeowner, Suize, Homeowner, SIMILAR_NAME",
    })
    void namesAreCompared(String first, String last, String otherFirst, String otherLast, DuplicateReason reason) {
        assertThat(DuplicatePolicy.reasons(person(first, last), person(otherFirst, otherLast), Set.of()))
                .containsExactly(reason);
    }

    @ParameterizedTest
    @CsvSource({"Anna, Nowak, Jan, Nowak", "Ann, Lee, Bob, Lee", "Suzie, Homeowner, Ottilie, Birdwhistell"})
    void otherNamesAreNotSimilar(String first, String last, String otherFirst, String otherLast) {
        assertThat(DuplicatePolicy.reasons(person(first, last), person(otherFirst, otherLast), Set.of()))
                .isEmpty();
    }

    @Test
    void aLongNameIsComparedInNoTime() {
        String longName = "x".repeat(20_000);
        assertThat(DuplicatePolicy.reasons(person(longName, "a"), person(longName + "yyy", "b"), Set.of()))
                .isEmpty();
    }

    @Test
    void theScoreIsTheSumOfThePointsAndAtMost100() {
        assertThat(DuplicatePolicy.score(List.of(SAME_PHONE, SIMILAR_NAME))).isEqualTo(60);
        assertThat(DuplicatePolicy.score(List.of(SAME_NAME, SIMILAR_EMAIL))).isEqualTo(60);
        assertThat(DuplicatePolicy.score(EnumSet.allOf(DuplicateReason.class))).isEqualTo(100);
    }
}
