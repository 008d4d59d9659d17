package dev.enlist.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing of typed application numbers, and detection of typing errors by the check character. */
class ApplicationNumberTests {

    private static final String ALPHABET = ApplicationNumber.ALPHABET;

    private final Random random = new Random(16);

    @Test
    void exactlyOneCheckCharacterFitsToSevenCharacters() {
        numbers()
                .forEach(number -> assertThat(ALPHABET.chars()
                                .filter(last -> isRead(number.substring(0, 7) + (char) last))
                                .count())
                        .isEqualTo(1));
    }

    @Test
    void findsEveryWrongCharacter() {
        numbers()
                .forEach(number -> IntStream.range(0, 8)
                        .forEach(place -> ALPHABET.chars()
                                .filter(wrong -> wrong != number.charAt(place))
                                .forEach(wrong -> assertThat(isRead(number.substring(0, place)
                                                + (char) wrong
                                                + number.substring(place + 1)))
                                        .as("%s with %c at %d", number, wrong, place)
                                        .isFalse())));
    }

    @Test
    void findsTransposedNeighbours() {
        numbers()
                .forEach(number -> IntStream.range(0, 7)
                        .filter(place -> number.charAt(place) != number.charAt(place + 1))
                        .forEach(place -> assertThat(isRead(number.substring(0, place)
                                        + number.charAt(place + 1)
                                        + number.charAt(place)
                                        + number.substring(place + 2)))
                                .as("%s changed at %d", number, place)
                                .isFalse()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CRZ9-1AP4", "crz9-1ap4", "crz91ap4", " CRZ9 1AP4 ", "crz9-lap4", "CRZ9IAP4", "C-R-Z-9-1-A-P-4"})
    void readsTypedVariants(String typed) {
        assertThat(ApplicationNumber.read(typed)).contains(new ApplicationNumber("CRZ9-1AP4"));
    }

    @Test
    void readsOForZero() {
        assertThat(ApplicationNumber.read("4NCO-T8C6")).contains(new ApplicationNumber("4NC0-T8C6"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "CRZ9-1AP",
                "CRZ9-1AP44",
                "CRZ9-1AP5",
                "URZ9-1AP4",
                "Homeowner",
                "suzie@example.com",
                "\uD83D\uDE00CRZ9-1AP4"
            })
    void refusesOtherTexts(String typed) {
        assertThat(ApplicationNumber.read(typed)).isEmpty();
    }

    private Stream<String> numbers() {
        return Stream.generate(this::number).limit(200);
    }

    private String number() {
        String seven = random.ints(7, 0, 32)
                .mapToObj(digit -> String.valueOf(ALPHABET.charAt(digit)))
                .reduce("", String::concat);
        List<String> fitting = ALPHABET.chars()
                .mapToObj(last -> seven + (char) last)
                .filter(ApplicationNumberTests::isRead)
                .toList();
        return fitting.get(0);
    }

    private static boolean isRead(String number) {
        return ApplicationNumber.read(number).isPresent();
    }
}
