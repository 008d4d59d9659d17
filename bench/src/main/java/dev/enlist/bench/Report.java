package dev.enlist.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What came out, as a page of the project: the goals, then each measurement with its figures. */
final class Report {

    private record Goal(String work, String goal, String measured, boolean reached) {}

    private final List<Goal> goals = new ArrayList<>();
    private final Map<String, String> sections = new LinkedHashMap<>();

    void atLeast(String work, double goal, double measured) {
        add(new Goal(work, "≥ " + plain(goal), plain(measured), measured >= goal));
    }

    void atMost(String work, double goal, double measured) {
        add(new Goal(work, "≤ " + plain(goal), plain(measured), measured <= goal));
    }

    private void add(Goal goal) {
        goals.add(goal);
        System.out.printf("%s: %s, goal %s%n", goal.work(), goal.measured(), goal.goal());
    }

    void section(String title, String note, String header, List<String> rows) {
        StringBuilder section = new StringBuilder(note).append("\n\n");
        section.append(header).append('\n');
        section.append(header.replaceAll("[^|]+", "---")).append('\n');
        rows.forEach(row -> section.append(row).append('\n'));
        sections.put(title, section.toString());
    }

    /** The sections so far, in Markdown. */
    String details() {
        StringBuilder details = new StringBuilder();
        sections.forEach((title, text) ->
                details.append("\n## ").append(title).append("\n\n").append(text));
        return details.toString();
    }

    /** Replaces the text below the headings of the sections in a page that has them; everything else stays. */
    void replaceIn(Path page, String provenance) throws IOException {
        String text = Files.readString(page);
        for (Map.Entry<String, String> section : sections.entrySet()) {
            Matcher old = Pattern.compile(
                            "(?ms)^(#+ " + Pattern.quote(section.getKey()) + "\n\n).*?(?=^#+ |\\z)")
                    .matcher(text);
            if (!old.find()) {
                throw new IllegalStateException(page + " has no heading '" + section.getKey() + "'");
            }
            String end = old.end() == text.length() ? "" : "\n";
            text = text.substring(0, old.end(1)) + provenance + "\n\n" + section.getValue() + end
                    + text.substring(old.end());
        }
        Files.writeString(page, text);
    }

    void write(Path page, String machine, String commit) throws IOException {
        StringBuilder text = new StringBuilder("""
                # Benchmarks

                Made by `mvn -Pbench verify`; every figure comes from the one run that wrote this page. The contenders
                share one PostgreSQL with fsync and synchronous commit on, have the same heap (512 MB), take turns, and
                have as many rounds before the first that counts. Rates swing with the machine; ratios within a run
                mean more.

                """);
        text.append("Machine: ").append(machine).append(". Commit: ").append(commit).append(".\n\n");
        text.append("| work | goal | measured | |\n|---|---|---|---|\n");
        for (Goal goal : goals) {
            text.append("| %s | %s | %s | %s |%n"
                    .formatted(goal.work(), goal.goal(), goal.measured(), goal.reached() ? "reached" : "**missed**"));
        }
        Files.writeString(page, text.append(details()).toString());
    }

    static String plain(double value) {
        return Math.abs(value) >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
