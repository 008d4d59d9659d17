package dev.enlist.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.support.Json;
import jakarta.validation.Validation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an instance may be configured with, as it comes in over the API. */
class InstanceConfigTests {

    private final StrictJson json =
            new StrictJson(Validation.buildDefaultValidatorFactory().getValidator());

    private InstanceConfig read(String config) {
        return json.read(Json.read(config.replace('\'', '"')), InstanceConfig.class);
    }

    private List<String> faults(String config) {
        return catchThrowableOfType(InvalidInput.class, () -> read(config)).faults().stream()
                .map(Fault::pointer)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'eligibility': {}, 'review': {}, 'exit': {}, 'custom': {}}",
                "{'eligibility': {'manufacturers': ['tesla'], 'requiresSerialNumber': true, 'minMonthlyKwh': 0,"
                        + " 'maxMonthlyKwh': 1200.5, 'customerTypes': ['residential'],"
                        + " 'postalCodePrefixes': ['100', '11'], 'exclusiveWith': ['dsgs-2025']}}",
                "{'review': {'reminderAfter': 'P3D', 'escalateAfter': 'PT8H'}}",
                "{'review': {'approvals': 2, 'autoApprove': true, 'sample': 0.1}}",
                "{'exit': {'process': 'exit-default'}}",
                "{'custom': {'tier': {'level': 2}}}",
            })
    void takesWhatItKnows(String config) {
        assertThat(read(config)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{'colour': 'red'};                                      /colour",
                "{'eligibility': {'minKwh': 3}};                         /eligibility/minKwh",
                "{'eligibility': {'minMonthlyKwh': -1}};                 /eligibility/minMonthlyKwh",
                "{'eligibility': {'minMonthlyKwh': 'many'}};             /eligibility/minMonthlyKwh",
                "{'eligibility': {'requiresSerialNumber': 'yes'}};       /eligibility/requiresSerialNumber",
                "{'eligibility': {'manufacturers': 'tesla'}};            /eligibility/manufacturers",
                "{'eligibility': {'manufacturers': ['Tesla Inc.']}};     /eligibility/manufacturers/0",
                "{'eligibility': {'manufacturers': ['tesla', null]}};    /eligibility/manufacturers/1",
                "{'eligibility': {'customerTypes': ['']}};               /eligibility/customerTypes/0",
                "{'eligibility': {'postalCodePrefixes': ['12345678901']}}; /eligibility/postalCodePrefixes/0",
                "{'eligibility': {'exclusiveWith': ['a/b']}};            /eligibility/exclusiveWith/0",
                "{'review': {'reminderAfter': '3 days'}};                /review/reminderAfter",
                "{'review': {'escalateAfter': 'P1M'}};                   /review/escalateAfter",
                "{'review': {'approvals': 3}};                           /review/approvals",
                "{'review': {'sample': 1.1}};                            /review/sample",
                "{'review': {'escalateAfter': 7}};                       /review/escalateAfter",
                "{'exit': {'process': '${evil}'}};                       /exit/process",
                "{'exit': {'process': ''}};                              /exit/process",
                "{'exit': {'process': 'a b'}};                           /exit/process",
                "{'custom': []};                                         /custom",
                "{'custom': {'a': '\\u0000'}};                           /custom/a",
            })
    void refusesTheRestAndPointsAtIt(String config, String pointer) {
        assertThat(faults(config)).containsExactly(pointer);
    }

    @Test
    void tellsEveryFaultAtOnce() {
        assertThat(faults("{'colour': 1, 'eligibility': {'minMonthlyKwh': -1}, 'review': {'reminderAfter': 'x',"
                        + " 'escalateAfter': 'y'}, 'exit': {'process': 1}}"))
                .containsExactlyInAnyOrder(
                        "/colour",
                        "/eligibility/minMonthlyKwh",
                        "/review/reminderAfter",
                        "/review/escalateAfter",
                        "/exit/process");
    }

    @Test
    void isKeptWithoutWhatWasNotSaid() {
        assertThat(json.toMap(read("{'review': {'reminderAfter': 'P3D'}}")))
                .isEqualTo(Map.of("review", Map.of("reminderAfter", "P3D")));
    }
}
