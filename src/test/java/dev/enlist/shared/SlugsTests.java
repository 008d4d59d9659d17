package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugsTests {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "NYC Battery Program 2025, nyc-battery-program-2025",
                "Crème brûlée, creme-brulee",
                "Ada's & Bob’s, adas-bobs",
                "  --Hello__World!!  , hello-world",
                "a/b\\c?d#e%f, a-b-c-d-e-f",
                "İstanbul, istanbul",
                "東京, unnamed",
                "!!!, unnamed",
                "``, unnamed",
            })
    void areMadeOfWords(String words, String slug) {
        assertThat(Slugs.of(words)).isEqualTo(slug);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 89, 90, 91, 100, 5000})
    void leaveRoomForANumberBehindThem(int length) {
        assertThat(Slugs.of("ab ".repeat(length)))
                .hasSizeLessThanOrEqualTo(Slugs.MAX_LENGTH - 10)
                .matches(Slugs.PATTERN);
        assertThat(Slugs.of("x".repeat(length))).hasSize(Math.min(length, Slugs.MAX_LENGTH - 10));
    }

    @Test
    void haveAFormThatAllowsNeitherDotsNorSlashes() {
        assertThat("battery-rebate_2").matches(Slugs.PATTERN);
        assertThat(java.util.stream.Stream.of("", "-a", "a-", "a--b", "A", "a.b", "../a", "a/b", "a\n", "a b"))
                .noneMatch(text -> text.matches(Slugs.PATTERN));
    }
}
