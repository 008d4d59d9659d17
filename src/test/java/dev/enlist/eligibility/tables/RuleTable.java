package dev.enlist.eligibility.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;

/**
 * A decision table from {@code dmn/}, evaluated by the stock DMN engine, so that tests are written in terms of
 * applicants and verdicts. Also returns the row that decided, because a right status from a wrong row would otherwise
 * go unnoticed.
 */
final class RuleTable {

    private static final Path FOLDER = Path.of("dmn");
    private static final Verdict NO_ROW = new Verdict("no row fits", "none", "", "");

    private final List<String> matched = new ArrayList<>();
    private final DmnEngine engine;
    private final DmnDecision decision;

    private RuleTable(String decisionId) {
        DmnDecisionTableEvaluationListener rememberRows = event -> event.getMatchingRules().stream()
                .map(DmnEvaluatedDecisionRule::getId)
                .forEach(matched::add);
        DmnEngineConfiguration configuration = DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.setCustomPostDecisionTableEvaluationListeners(List.of(rememberRows));
        engine = configuration.buildEngine();
        try (InputStream file = Files.newInputStream(FOLDER.resolve(decisionId + ".dmn"))) {
            decision = engine.parseDecision(decisionId, file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static RuleTable named(String decisionId) {
        return new RuleTable(decisionId);
    }

    /** The ids of all rows, in the order of the file. */
    Set<String> rows() {
        return ((DmnDecisionTableImpl) decision.getDecisionLogic())
                .getRules().stream()
                        .map(DmnDecisionTableRuleImpl::getId)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** An applicant without known values, for an active program that serves every state and has no conditions. */
    Applicant applicant() {
        return new Applicant();
    }

    record Verdict(String row, String status, String reason, String code) {}

    /** The known inputs of an applicant and of the program; every input of the product is present. */
    final class Applicant {

        private final Map<String, Object> inputs = new HashMap<>();
        private final Map<String, Object> metadata = new HashMap<>();
        private final Map<String, Object> criteria = new HashMap<>();

        private Applicant() {
            for (String missing :
                    List.of("state", "postalCode", "country", "serialNumber", "previousStatus", "participationRate")) {
                inputs.put(missing, null);
            }
            inputs.put("manufacturerSlugs", List.of());
            inputs.put("tags", List.of());
            inputs.put("metadata", metadata);
            inputs.put("programStates", List.of());
            inputs.put("programType", "rebate");
            inputs.put("programYear", null);
            inputs.put("programActive", true);
            inputs.put("applicationDate", "2026-11-20");
            inputs.put("config", Map.of("eligibility", criteria));
            inputs.put("activeProgramSlugs", List.of());
        }

        Applicant livingIn(String state) {
            return with("state", state);
        }

        Applicant at(String postalCode) {
            return with("postalCode", postalCode);
        }

        Applicant owning(String... manufacturerSlugs) {
            return with("manufacturerSlugs", Arrays.asList(manufacturerSlugs));
        }

        Applicant withSerialNumber(String serialNumber) {
            return with("serialNumber", serialNumber);
        }

        Applicant enrolledIn(String... programSlugs) {
            return with("activeProgramSlugs", List.of(programSlugs));
        }

        Applicant applyingOn(String date) {
            return with("applicationDate", date);
        }

        Applicant toProgramServing(String... states) {
            return with("programStates", List.of(states));
        }

        Applicant toSeason(Object programYear) {
            return with("programYear", programYear);
        }

        Applicant toInactiveProgram() {
            return with("programActive", false);
        }

        /** Sets an entry of {@code metadata}. */
        Applicant stating(String key, Object value) {
            metadata.put(key, value);
            return this;
        }

        /** Sets an entry of {@code config.eligibility}. */
        Applicant askedFor(String key, Object value) {
            criteria.put(key, value);
            return this;
        }

        /** Sets any input to a value of any type, also an invalid one. */
        Applicant with(String input, Object value) {
            inputs.put(input, value);
            return this;
        }

        Verdict verdict() {
            matched.clear();
            var results = engine.evaluateDecisionTable(decision, inputs);
            if (results.isEmpty()) {
                return NO_ROW;
            }
            Map<String, Object> result = results.getSingleResult().getEntryMap();
            return new Verdict(matched.get(0), (String) result.get("status"), (String) result.get("reason"), (String)
                    result.get("code"));
        }

        @Override
        public String toString() {
            return inputs.toString();
        }
    }
}
