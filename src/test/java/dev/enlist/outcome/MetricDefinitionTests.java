package dev.enlist.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The label of a metric without one is its name in words. */
class MetricDefinitionTests {

    @ParameterizedTest
    @CsvSource({
        "kWhSaved, kWh, kWh saved",
        "peakKwReduced, kW, Peak kW reduced",
        "hoursMentored, h, Hours mentored",
        "tons, t, Tons",
        "meetings, count, Meetings"
    })
    void namesAreShownAsWords(String name, String unit, String label) {
        assertThat(MetricDefinition.of(Map.of("name", name, "unit", unit, "method", "measured"))
                        .label())
                .isEqualTo(label);
    }
}
