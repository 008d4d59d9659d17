package dev.enlist.eligibility;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonPointer;
import dev.enlist.shared.problem.Fault;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An input that every table can read.
 *
 * @param type    FEEL type
 * @param example a value in the form in which the table sees it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RuleInput(String name, String type, String description, Object example) {

    /** All inputs; a table may read no others. Each is always present, null where its value is unknown. */
    public static final List<RuleInput> ALL = List.of(
            new RuleInput(
                    "state",
                    "string",
                    "State of the person's address; in the US two letters, those of a territory also where it is the"
                            + " country",
                    "NY"),
            new RuleInput("postalCode", "string", "Postal code of the person's address", "10001"),
            new RuleInput(
                    "country",
                    "string",
                    "Country of the person's address, two letters of ISO 3166-1; US where none is given and in the"
                            + " territories of the US",
                    "US"),
            new RuleInput(
                    "manufacturerSlugs", "list<string>", "Makers of the person's devices", List.of("tesla", "enphase")),
            new RuleInput("serialNumber", "string", "Serial number of the device", "1234567890"),
            new RuleInput("tags", "list<string>", "Tags of the enrollment", List.of("tag1")),
            new RuleInput("metadata", "context", "What the client sent beside", Map.of("monthlyKwh", 640)),
            new RuleInput(
                    "programStates", "list<string>", "States the program serves; empty is everywhere", List.of("NY")),
            new RuleInput("programType", "string", "Kind of program", "rebate"),
            new RuleInput("programYear", "number", "Program year", 2025),
            new RuleInput("programActive", "boolean", "Whether program and instance are active and not ended", true),
            new RuleInput(
                    "applicationDate",
                    "string",
                    "Day of the application in the time zone of the instance, ISO 8601; use date(applicationDate)",
                    "2025-03-01"),
            new RuleInput(
                    "config",
                    "context",
                    "The instance's effective configuration",
                    Map.of("eligibility", Map.of("minMonthlyKwh", 300))),
            new RuleInput(
                    "activeProgramSlugs",
                    "list<string>",
                    "Programs this person is enrolled in now",
                    List.of("dsgs-2025")),
            new RuleInput("previousStatus", "string", "Status of the enrollment this one renews", "approved"),
            new RuleInput(
                    "participationRate",
                    "number",
                    "Share of the finished activities to which this person was invited, in all programs of the workspace,"
                            + " in which the person took part, 0 to 1; null before the first",
                    0.75));

    private static final Set<String> NAMES = ALL.stream().map(RuleInput::name).collect(Collectors.toUnmodifiableSet());

    public static boolean isKnown(String name) {
        return NAMES.contains(name);
    }

    /** The names that are not inputs, as faults of {@code member}. */
    public static List<Fault> unknown(Set<String> names, String member) {
        return names.stream()
                .filter(name -> !isKnown(name))
                .sorted()
                .map(name -> new Fault(
                        JsonPointer.compile(member).appendProperty(name).toString(),
                        "there is no such input; GET /ruleSets/inputs lists all inputs"))
                .toList();
    }
}
