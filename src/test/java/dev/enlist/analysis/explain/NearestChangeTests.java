package dev.enlist.analysis.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.eligibility.Decision;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.Verdict;
import dev.enlist.eligibility.engine.RulesEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The change that would make a person eligible is confirmed by the table and is the smallest one. */
class NearestChangeTests {

    private static final int PEOPLE = 40;

    private final RulesEngine engine = new RulesEngine();
    private final ExplanationService explainer = new ExplanationService(null, engine);

    /** Valid and invalid values by input path. */
    private static final Map<String, List<@Nullable Object>> DOMAIN = new HashMap<>();

    static {
        put("state", null, "", "NY", "CA", "ny ", "TX");
        put("postalCode", null, "10001", "90012", "14850", "nonsense");
        put("manufacturerSlugs", List.of(), List.of("tesla"), List.of("acme"), List.of("acme", "enphase"));
        put("serialNumber", null, "", "123");
        put("activeProgramSlugs", List.of(), List.of("ca-dsgs"), List.of("ca-elrp"), List.of("ca-dram", "x"));
        put("programStates", List.of(), List.of("NY"), List.of("NY", "CA"));
        put("programActive", true, true, true, false);
        put("programYear", null, 2025, 2026, 2027);
        put("applicationDate", "2016-05-01", "2019-05-01", "2026-11-20");
        put("metadata.monthlyKwh", null, 0, 50, 300, 5000, "many");
        put("metadata.customerType", null, "residential", "industrial", "water-agency", 3);
        put("metadata.submittedDate", null, null, "2018-01-13", "2022-02-02", "soon");
        put("metadata.evType", null, "BEV", "phev", "diesel");
        put("metadata.transactionType", null, "lease", "purchase", "gift");
        put("metadata.newVehicle", null, true, false, "perhaps");
        put("metadata.participatingDealer", null, true, false);
        put("metadata.ownershipMonths", null, 12, 36, "long");
        put("metadata.msrp", null, 36620, 70000);
        put("metadata.electricRangeMiles", null, 10, 50, 238);
        put("metadata.participationOption", null, 1, 2, 3, "4", 9);
        put("metadata.utilityType", null, "pou", "iou", "other");
        put("metadata.utility", null, "pge", "ladwp", "other");
        put("metadata.backupGenerator", null, true, false);
        put("metadata.storageKwh", null, 0, 13.5);
        put("metadata.aggregateKw", null, 50, 300, 750);
        put("metadata.equipment", null, "smart-thermostat", List.of("fridge"));
        put("metadata.otherDemandResponse", null, true, false, "maybe");
        put("metadata.cogenerationContract", null, true, false);
        put("config.eligibility.manufacturers", null, List.of("tesla", "enphase"));
        put("config.eligibility.requiresSerialNumber", null, true);
        put("config.eligibility.minMonthlyKwh", null, 100);
        put("config.eligibility.maxMonthlyKwh", null, 2000);
        put("config.eligibility.customerTypes", null, List.of("residential", "commercial"));
        put("config.eligibility.postalCodePrefixes", null, List.of("100", "112"));
        put("config.eligibility.exclusiveWith", null, List.of("ca-dsgs"));
    }

    private static void put(String place, @Nullable Object... values) {
        DOMAIN.put(place, Arrays.asList(values));
    }

    @ParameterizedTest
    @CsvSource({"eligibility-default, 1", "eligibility-default, 2", "ny-drive-clean, 3", "ca-dsgs, 4", "ca-dsgs, 5"})
    void holdsWhenTriedOnTheTable(String slug, long seed) throws IOException {
        String dmn = Files.readString(Path.of("dmn", slug + ".dmn"));
        Random random = new Random(seed);
        int turnedAway = 0;
        int helped = 0;
        for (int person = 0; person < PEOPLE; person++) {
            Map<String, @Nullable Object> inputs = randomInputs(random);
            Decision decision = engine.evaluate(dmn, inputs);
            Explanation explanation = explain(dmn, decision, inputs);
            if (decision.verdict().status() == Verdict.Status.ELIGIBLE) {
                assertThat(explanation.nearestChange()).isNull();
                assertThat(explanation.nearestChangeAbsent().code()).isEqualTo("already-eligible");
                continue;
            }
            turnedAway++;
            Explanation.NearestChange nearest = explanation.nearestChange();
            assertThat(nearest == null).isEqualTo(explanation.nearestChangeAbsent() != null);
            if (nearest == null) {
                assertThat(explanation.nearestChangeAbsent().code()).isIn("none-within-bound", "search-exhausted");
                assertThat(explanation.nearestChangeAbsent().reason()).isNotBlank();
                continue;
            }
            helped++;
            Map<String, @Nullable Object> changed = inputs;
            for (Explanation.Change change : nearest.changes()) {
                InputPath place = new InputPath(List.of(change.input().split("\\.")));
                assertThat(change.from()).isEqualTo(place.in(inputs));
                assertThat(change.to()).isNotNull().isNotEqualTo(change.from());
                changed = place.with(changed, change.to());
            }
            assertThat(nearest.changes()).hasSizeBetween(1, CounterfactualSearch.MOST_CHANGES);
            assertThat(engine.evaluate(dmn, changed).verdict().status())
                    .as(nearest + " for " + inputs)
                    .isEqualTo(Verdict.Status.ELIGIBLE);
            assertThat(engine.evaluate(dmn, changed).verdict()).isEqualTo(nearest.verdict());
        }
        // many of these applications have more faults than a small change can correct
        assertThat(helped).isGreaterThan(turnedAway / 3);
    }

    /** Changes two values of an eligible application, each of which alone makes it ineligible. */
    @ParameterizedTest
    @CsvSource({"eligibility-default, 21", "ca-dsgs, 22", "ny-drive-clean, 23"})
    void takesNoMoreChangesThanUndoIt(String slug, long seed) throws IOException {
        String dmn = Files.readString(Path.of("dmn", slug + ".dmn"));
        Random random = new Random(seed);
        Map<Integer, Integer> compared = new HashMap<>();
        for (int person = 0; person < 10; person++) {
            Map<String, @Nullable Object> eligible = eligibleInputs(dmn, random);
            List<InputPath> decisive = new ArrayList<>();
            Map<String, @Nullable Object> wrong = eligible;
            for (InputPath place : stated(eligible, random)) {
                Optional<Map<String, @Nullable Object>> worse = some(dmn, eligible, place).stream()
                        .filter(one -> !isEligible(dmn, one))
                        .findAny();
                if (worse.isPresent() && decisive.size() < 2) {
                    decisive.add(place);
                    wrong = place.with(wrong, place.in(worse.get()));
                }
            }
            Decision decision = engine.evaluate(dmn, wrong);
            assertThat(decisive).isNotEmpty();
            int fewest = decisive.size() == 1 || oneIsEnough(dmn, wrong) ? 1 : 2;

            Explanation.NearestChange nearest = explain(dmn, decision, wrong).nearestChange();

            assertThat(nearest).as(wrong.toString()).isNotNull();
            assertThat(nearest.changes()).as(nearest + " " + wrong).hasSize(fewest);
            compared.merge(fewest, 1, Integer::sum);
        }
        assertThat(compared).containsKey(2);
    }

    /** Paths with a value, in a random order. */
    private static List<InputPath> stated(Map<String, @Nullable Object> inputs, Random random) {
        List<InputPath> places = new ArrayList<>(changeable());
        places.removeIf(place -> place.in(inputs) == null);
        Collections.shuffle(places, random);
        return places;
    }

    /** Applies the explanations of other cases, which {@link #holdsWhenTriedOnTheTable} confirms. */
    private Map<String, @Nullable Object> eligibleInputs(String dmn, Random random) {
        while (true) {
            Map<String, @Nullable Object> inputs = randomInputs(random);
            inputs.put("programActive", true);
            Decision decision = engine.evaluate(dmn, inputs);
            if (decision.verdict().status() == Verdict.Status.ELIGIBLE) {
                return inputs;
            }
            Explanation.NearestChange nearest = explain(dmn, decision, inputs).nearestChange();
            if (nearest != null && nearest.changeable()) {
                Map<String, @Nullable Object> changed = inputs;
                for (Explanation.Change change : nearest.changes()) {
                    changed = new InputPath(List.of(change.input().split("\\."))).with(changed, change.to());
                }
                return changed;
            }
        }
    }

    /** Tries all pairs of values, which takes minutes. */
    @Tag("resilience")
    @ParameterizedTest
    @CsvSource({"eligibility-default, 11", "ca-dsgs, 12", "ny-drive-clean, 13"})
    void takesNoMoreChangesThanAnyOtherWay(String slug, long seed) throws IOException {
        String dmn = Files.readString(Path.of("dmn", slug + ".dmn"));
        Random random = new Random(seed);
        int compared = 0;
        for (int person = 0; person < 600 && compared < 8; person++) {
            Map<String, @Nullable Object> inputs = randomInputs(random);
            inputs.put("programActive", true);
            Decision decision = engine.evaluate(dmn, inputs);
            if (decision.verdict().status() == Verdict.Status.ELIGIBLE) {
                continue;
            }
            Explanation.NearestChange nearest = explain(dmn, decision, inputs).nearestChange();
            int fewest = fewestOfTwo(dmn, inputs);
            if (fewest == 3) {
                continue;
            }
            int found = nearest == null || !nearest.changeable()
                    ? 99
                    : nearest.changes().size();
            assertThat(found)
                    .as(decision.verdict().code() + " " + nearest + " " + inputs)
                    .isLessThanOrEqualTo(fewest);
            compared++;
        }
        assertThat(compared).isGreaterThan(5);
    }

    /** 1 or 2 where one or two changes among the known values suffice, else 3. */
    private int fewestOfTwo(String dmn, Map<String, @Nullable Object> inputs) {
        if (oneIsEnough(dmn, inputs)) {
            return 1;
        }
        List<InputPath> places = changeable();
        for (int i = 0; i < places.size(); i++) {
            for (Map<String, @Nullable Object> one : some(dmn, inputs, places.get(i))) {
                for (int j = i + 1; j < places.size(); j++) {
                    if (some(dmn, one, places.get(j)).stream().anyMatch(two -> isEligible(dmn, two))) {
                        return 2;
                    }
                }
            }
        }
        return 3;
    }

    private boolean oneIsEnough(String dmn, Map<String, @Nullable Object> inputs) {
        return changeable().stream()
                .flatMap(place -> some(dmn, inputs, place).stream())
                .anyMatch(one -> isEligible(dmn, one));
    }

    private static List<InputPath> changeable() {
        return DOMAIN.keySet().stream()
                .sorted()
                .map(name -> new InputPath(List.of(name.split("\\."))))
                .filter(InputPath::isChangeable)
                .toList();
    }

    private List<Map<String, @Nullable Object>> some(
            String dmn, Map<String, @Nullable Object> inputs, InputPath place) {
        return DOMAIN.get(place.toString()).stream()
                .filter(value -> value != null)
                .map(value -> place.with(inputs, value))
                .toList();
    }

    private boolean isEligible(String dmn, Map<String, @Nullable Object> inputs) {
        return engine.evaluate(dmn, inputs).verdict().status() == Verdict.Status.ELIGIBLE;
    }

    private Explanation explain(String dmn, Decision decision, Map<String, @Nullable Object> inputs) {
        return explainer.explain(dmn, decision, inputs);
    }

    /** Inputs with a few random values, some of them ineligible. */
    private static Map<String, @Nullable Object> randomInputs(Random random) {
        Map<String, @Nullable Object> inputs = new HashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), null));
        inputs.put("tags", List.of());
        inputs.put("metadata", Map.of());
        inputs.put("config", Map.of("eligibility", Map.of()));
        Map<String, @Nullable Object> stated = inputs;
        for (String name : DOMAIN.keySet().stream().sorted().toList()) {
            List<@Nullable Object> values = DOMAIN.get(name);
            Object value = values.get(random.nextInt(values.size()));
            if (value != null || !name.contains(".")) {
                stated = new InputPath(List.of(name.split("\\."))).with(stated, value);
            }
        }
        return stated;
    }
}
