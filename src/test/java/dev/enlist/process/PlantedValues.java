package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Personal data and secrets of a test, each of them unique, that are searched for in the logs afterwards. */
final class PlantedValues {

    private static final int FEWEST = 60;
    private static final int LINES = 5;

    private final String mark = Cuid.next().substring(15);
    private final List<String> values = new ArrayList<>();

    /** A new value. */
    String plant(String kind) {
        return add(kind + mark + values.size());
    }

    /** A value that the test did not choose, such as one that was answered. */
    String add(String value) {
        values.add(value);
        return value;
    }

    int size() {
        return values.size();
    }

    void areNotIn(String output) {
        String lowerCase = output.toLowerCase(Locale.ROOT);
        assertThat(values)
                .hasSizeGreaterThan(FEWEST)
                .allSatisfy(value -> assertThat(lowerCase.contains(value.toLowerCase(Locale.ROOT)))
                        .as(() -> value + " in:\n" + linesWith(output, value))
                        .isFalse());
    }

    private static String linesWith(String output, String value) {
        return output.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT)))
                .limit(LINES)
                .reduce("", (a, b) -> a + b + "\n");
    }
}
