package dev.enlist.analysis.explain;

import dev.enlist.eligibility.Verdict;
import dev.enlist.shared.PlainNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the sentences for the applicant, without terms of decision tables. */
final class ApplicantMessages {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("state", "the state of your address"),
            Map.entry("postalCode", "your postal code"),
            Map.entry("country", "the country of your address"),
            Map.entry("manufacturerSlugs", "the makers of your devices"),
            Map.entry("serialNumber", "the serial number of your device"),
            Map.entry("tags", "the tags of your application"),
            Map.entry("activeProgramSlugs", "the programs you take part in now"),
            Map.entry("programStates", "the states that the program serves"),
            Map.entry("programType", "the kind of program"),
            Map.entry("programYear", "the year of the program"),
            Map.entry("programActive", "whether the program takes applicants"),
            Map.entry("applicationDate", "the day of your application"),
            Map.entry("previousStatus", "the status of your earlier enrollment"),
            Map.entry("participationRate", "how often you took part in activities"));

    private ApplicantMessages() {}

    static List<String> of(
            Verdict verdict, Explanation.@Nullable NearestChange nearest, Explanation.@Nullable Absence absence) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                switch (verdict.status()) {
                    case ELIGIBLE -> "You are eligible.";
                    case INELIGIBLE -> "You are not eligible.";
                    case MANUAL -> "A person has to look at your application before it can be decided.";
                });
        if (verdict.reason() != null && !verdict.reason().isBlank()) {
            sentences.add(verdict.reason());
        }
        if (nearest != null) {
            sentences.add(
                    nearest.changeable()
                            ? "You would be eligible if " + (nearest.changes().size() == 1 ? "this" : "all of this")
                                    + " were different:"
                            : "Only things that are not in your hands would make you eligible:");
            nearest.changes().forEach(change -> sentences.add(sentence(change)));
        } else if (absence != null && verdict.status() != Verdict.Status.ELIGIBLE) {
            sentences.add("We found no small change that would make you eligible.");
        }
        return List.copyOf(sentences);
    }

    private static String sentence(Explanation.Change change) {
        String name = name(change.input());
        String now = change.from() == null || isEmpty(change.from()) ? "not stated" : words(change.from());
        String sentence = name + " would have to be " + (change.example() ? "such as " : "") + words(change.to())
                + "; now: " + now;
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".";
    }

    private static String name(String input) {
        String known = NAMES.get(input);
        if (known != null) {
            return known;
        }
        String[] names = input.split("\\.");
        String last =
                names[names.length - 1].replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return names[0].equals("config") ? "what the program asks for as " + last : "what you state as " + last;
    }

    private static boolean isEmpty(Object value) {
        return value instanceof List<?> list && list.isEmpty() || value instanceof String text && text.isBlank();
    }

    private static String words(@Nullable Object value) {
        if (value == null || isEmpty(value)) {
            return "none";
        }
        if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(ApplicantMessages::words).toList());
        }
        return value instanceof Map<?, ?> ? "as it is" : PlainNumber.orText(value);
    }
}
