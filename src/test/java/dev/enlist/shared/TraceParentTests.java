package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTests {

    private static final String IDS = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";

    @ParameterizedTest
    @CsvSource({"00-,01,01", "00-,00,00", "01-,01,01", "cc-,01-more,01"})
    void isWrittenAsVersionZero(String version, String rest, String flags) {
        assertThat(TraceParent.of(TraceParent.parse(version + IDS + rest))).isEqualTo("00-" + IDS + flags);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + IDS + "01",
                "00-" + IDS + "0",
                "00-" + IDS + "011",
                "00-" + IDS + "0G",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
                " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void isIgnoredIfInvalid(String header) {
        assertThat(TraceParent.parse(header).isValid()).isFalse();
        assertThat(TraceParent.of(TraceParent.parse(header))).isNull();
    }
}
