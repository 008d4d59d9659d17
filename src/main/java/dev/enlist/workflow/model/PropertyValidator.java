package dev.enlist.workflow.model;

import static dev.enlist.workflow.model.WorkflowFinding.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks properties of steps that several kinds of steps have: texts, durations, numbers. */
final class PropertyValidator {

    private static final Duration LONGEST = Duration.ofDays(1830);

    private final List<WorkflowFinding> findings;

    PropertyValidator(WorkflowCheck check) {
        this.findings = check.findings();
    }

    void text(WorkflowElement element, String property, int longest) {
        Optional<String> text = element.property(property);
        if (text.isEmpty()) {
            findings.add(error(
                    "no-" + property,
                    element.place(),
                    "the property " + property + " is missing: say it in words for people."));
        } else if (text.get().length() > longest) {
            findings.add(error(
                    property + "-too-long",
                    element.place(),
                    "the property " + property + " has more than " + longest + " characters."));
        }
    }

    void duration(WorkflowElement element, String property, boolean required) {
        Optional<String> stated = element.property(property);
        if (stated.isEmpty()) {
            if (required) {
                findings.add(error(
                        "timer-without-duration",
                        element.place(),
                        "the timer has no duration. State one such as P3D or PT8H."));
            }
            return;
        }
        Optional<Duration> duration = element.duration(property);
        String what = property.equals(WorkflowElement.DURATION) ? "the duration" : "the property " + property;
        if (duration.isEmpty()) {
            findings.add(error(
                    "not-a-duration",
                    element.place(),
                    what + " is no ISO 8601 duration in days and time, such as P3D or PT8H; it is "
                            + shorten(stated.get()) + "."));
        } else if (duration.get().isNegative() || duration.get().isZero()) {
            findings.add(error("not-a-duration", element.place(), what + " must be longer than zero."));
        } else if (duration.get().compareTo(LONGEST) > 0) {
            findings.add(error(
                    "timer-never-fires",
                    element.place(),
                    what + " is longer than five years, so it never ends in practice."));
        }
    }

    void number(WorkflowElement element, String property, int least, int most) {
        element.property(property).ifPresent(value -> {
            if (!value.trim().matches("[0-9]{1,3}")
                    || Integer.parseInt(value.trim()) < least
                    || Integer.parseInt(value.trim()) > most) {
                findings.add(error(
                        "not-a-number",
                        element.place(),
                        "the property " + property + " must be a whole number from " + least + " to " + most + "."));
            }
        });
    }

    static boolean isNumber(String text) {
        return text.matches("[1-9][0-9]{0,8}");
    }

    static String shorten(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
