package dev.enlist.shared.validation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each constraint by what it lets pass and what it refuses. Absence is never its business. */
class ConstraintTests {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    record Phone(@E164 String value) {}

    record Address(@EmailAddress String value) {}

    record State(@StateCode String value) {}

    record Name(@Slug String value) {}

    record Wait(@IsoDuration String value) {}

    record Document(@FreeJson Map<String, Object> value) {}

    record Narrow(@FreeJson(maxSize = 10, maxDepth = 2) Map<String, Object> value) {}

    private static boolean passes(Object bean) {
        return VALIDATOR.validate(bean).isEmpty();
    }

    private static List<String> messages(Object bean) {
        return VALIDATOR.validate(bean).stream()
                .map(violation -> violation.getMessage())
                .toList();
    }

    @Nested
    class PhoneNumbers {

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"+12125550100", "+4930123456", "+1234567", "+123456789012345"})
        void pass(String value) {
            assertThat(passes(new Phone(value))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "12125550100",
                    "+02125550100",
                    "+123456",
                    "+1234567890123456",
                    "+1 212 555 0100",
                    "+1-212-5550100",
                    "+12125550100\n",
                    "+١٢١٢٥٥٥٠١٠٠",
                    "tel:+12125550100"
                })
        void areRefused(String value) {
            assertThat(messages(new Phone(value)))
                    .containsExactly("must be a phone number in E.164 form, such as +12125550100");
        }
    }

    @Nested
    @Timeout(5)
    class MailAddresses {

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"a@example.com", "first.last+tag@sub.example.co.uk", "O'Neil@example.com"})
        void pass(String value) {
            assertThat(passes(new Address(value))).isTrue();
        }

        @Test
        void passUpTo254Characters() {
            String domain = "@" + ("d".repeat(60) + ".").repeat(3) + "com";

            assertThat(passes(new Address("x".repeat(64) + domain))).isTrue();
            assertThat(passes(new Address("x@" + ("d".repeat(61) + ".").repeat(4) + "abcd")))
                    .as("254")
                    .isTrue();
            assertThat(passes(new Address("x@" + ("d".repeat(61) + ".").repeat(4) + "abcde")))
                    .as("255")
                    .isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "a",
                    "a@",
                    "@example.com",
                    "a@b",
                    "a@b.c",
                    "a@@example.com",
                    "a b@example.com",
                    "a@exa mple.com",
                    "a@example.com\n",
                    "a@example..com",
                    "a@.com",
                    "a@example.com,b@example.com",
                    "<a@example.com>"
                })
        void areRefusedWithOneWord(String value) {
            assertThat(messages(new Address(value)))
                    .containsExactly("must be an e-mail address of at most 254 characters");
        }

        @Test
        void areRefusedQuicklyHoweverLong() {
            assertThat(passes(new Address("a@" + ".".repeat(1_000_000)))).isFalse();
            assertThat(passes(new Address("a.".repeat(500_000) + "@"))).isFalse();
        }
    }

    @Nested
    class StateCodes {

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"NY", "CA", "DC", "PR", "GU", "VI", "AS", "MP"})
        void pass(String value) {
            assertThat(passes(new State(value))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "ny", "N", "NYC", "ZZ", "New York", "NY ", "XX"})
        void areRefused(String value) {
            assertThat(messages(new State(value)))
                    .containsExactly("must be the two-letter code of a US state or territory, such as NY");
        }

        @Test
        void areFiftyStatesTheDistrictEightTerritoriesAndThreeOfTheMilitary() {
            long codes = java.util.stream.IntStream.rangeClosed('A', 'Z')
                    .boxed()
                    .flatMap(a -> java.util.stream.IntStream.rangeClosed('A', 'Z')
                            .mapToObj(b -> "" + (char) (int) a + (char) b))
                    .filter(UsStates::isCode)
                    .count();

            assertThat(codes).isEqualTo(62);
        }
    }

    @Nested
    class SlugNames {

        @Test
        void passUpTo100Characters() {
            assertThat(passes(new Name("battery-rebate_2"))).isTrue();
            assertThat(passes(new Name(null))).isTrue();
            assertThat(passes(new Name("x".repeat(100)))).isTrue();
            assertThat(passes(new Name("x".repeat(101)))).isFalse();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "-a", "a-", "a--b", "Battery", "a.b", "a/b", "../a", "a b", "ä"})
        void areRefused(String value) {
            assertThat(messages(new Name(value))).hasSize(1);
        }
    }

    @Nested
    class Durations {

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"PT1S", "PT8H", "P3D", "P3DT12H", "P3650D", "pt1.5s"})
        void pass(String value) {
            assertThat(passes(new Wait(value))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "3",
                    "3d",
                    "three days",
                    "P1M",
                    "P1Y",
                    "PT0S",
                    "PT0.9S",
                    "-P3D",
                    "P-3D",
                    "P3651D",
                    "P3650DT1S",
                    "P99999999999999999999D",
                    "PT9223372036854775807S",
                    "R3/PT1H",
                    "${now}"
                })
        void areRefused(String value) {
            assertThat(messages(new Wait(value)))
                    .containsExactly("must be an ISO 8601 duration from PT1S to P3650D, such as P3D or PT8H");
        }
    }

    @Nested
    class FreeObjects {

        @Test
        void passWithinTheirBounds() {
            assertThat(passes(new Document(null))).isTrue();
            assertThat(passes(new Document(Map.of()))).isTrue();
            assertThat(passes(new Document(nested(10)))).isTrue();
            assertThat(passes(new Document(Map.of("a", "x".repeat(32_000))))).isTrue();
            assertThat(passes(new Document(Map.of("a", new BigDecimal("123456.789"), "b", new BigDecimal("1e99")))))
                    .isTrue();
        }

        @Test
        void areRefusedWhenTooDeep() {
            assertThat(messages(new Document(nested(11))))
                    .containsExactly("must be a JSON object of at most 32768 characters and 10 levels");
            assertThat(passes(new Narrow(nested(2)))).isTrue();
            assertThat(passes(new Narrow(nested(3)))).isFalse();
            assertThat(passes(new Narrow(Map.of("a", List.of(List.of(1)))))).isFalse();
        }

        @Test
        void areRefusedWhenTooLongInKeysAndValuesTogether() {
            assertThat(passes(new Narrow(Map.of("abc", "defgh")))).as("10").isTrue();
            assertThat(passes(new Narrow(Map.of("abc", "defghi")))).as("11").isFalse();
            assertThat(passes(new Narrow(Map.of("abcdefghijk", 1)))).isFalse();
            assertThat(passes(new Narrow(Map.of("a", new BigInteger("1".repeat(10))))))
                    .isFalse();
            assertThat(passes(new Narrow(Map.of("a", List.of(1, 2, 3, 4, 5, 6, 7, 8)))))
                    .isFalse();
        }

        @Test
        void areRefusedWithNumbersThatNoDatabaseStores() {
            assertThat(passes(new Document(Map.of("a", new BigDecimal("1e101")))))
                    .isFalse();
            assertThat(passes(new Document(Map.of("a", new BigDecimal("1e-101")))))
                    .isFalse();
            assertThat(passes(new Document(Map.of("a", new BigDecimal("1e-2147483647")))))
                    .isFalse();
            assertThat(passes(new Document(Map.of("a", new BigDecimal("1e2147483647")))))
                    .isFalse();
            assertThat(passes(new Document(Map.of("a", new BigDecimal("9".repeat(101))))))
                    .isFalse();
        }

        @Test
        void areRefusedWithCharactersThatNoDatabaseStores() {
            assertThat(passes(new Document(Map.of("a", "\0")))).isFalse();
            assertThat(passes(new Document(Map.of("\0", 1)))).isFalse();
            assertThat(passes(new Document(Map.of("\ud800", 1)))).isFalse();
            assertThat(passes(new Document(Map.of("a", List.of("\udc00"))))).isFalse();
            assertThat(passes(new Document(Map.of("\ud83d\ude00", "\ud83d\ude00"))))
                    .isTrue();
        }

        @Test
        void mayHoldNothing() {
            Map<String, Object> nothing = new HashMap<>();
            nothing.put("a", null);

            assertThat(passes(new Document(nothing))).isTrue();
        }

        private static Map<String, Object> nested(int levels) {
            Map<String, Object> object = Map.of("a", 1);
            for (int i = 1; i < levels; i++) {
                object = Map.of("a", object);
            }
            return object;
        }
    }
}
