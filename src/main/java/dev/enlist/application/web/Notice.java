package dev.enlist.application.web;

import dev.enlist.form.FormField;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message above the questions, by keys of the texts.
 *
 * @param kind      {@code info}, {@code warning} or {@code danger}
 * @param title     key; null for none
 * @param text      key
 * @param arguments of the text
 */
record Notice(String kind, @Nullable String title, String text, List<Object> arguments) {

    private static final String DANGER = "danger";
    private static final String WARNING = "warning";

    /** The token of the page is forged, expired or was used. */
    static Notice token() {
        return new Notice(DANGER, "notice.token", "notice.token.text", List.of());
    }

    /** The field that people do not see was filled in. */
    static Notice trap() {
        return new Notice(DANGER, null, "notice.trap", List.of());
    }

    static Notice tooFast() {
        return new Notice(WARNING, null, "notice.check-again", List.of());
    }

    static Notice proof() {
        return new Notice(DANGER, null, "notice.proof", List.of());
    }

    static Notice proofByMail() {
        return new Notice(DANGER, null, "notice.proof.mail", List.of());
    }

    /** @param seconds until the next request is accepted */
    static Notice tooMany(long seconds) {
        return new Notice(DANGER, "notice.too-many", "notice.too-many.text", List.of(seconds));
    }

    /** @param kept fields whose answer of another window stays */
    static Notice otherWindow(List<FormField> kept, Locale locale) {
        return kept.isEmpty()
                ? new Notice("info", "notice.other-tab", "notice.other-tab.none", List.of())
                : new Notice(
                        "info",
                        "notice.other-tab",
                        "notice.other-tab.text",
                        List.of(kept.stream()
                                .map(field -> field.label().in(locale))
                                .collect(Collectors.joining(", "))));
    }

    /** An answer has added questions to the page. */
    static Notice moreQuestions() {
        return new Notice("info", null, "notice.more-questions", List.of());
    }

    static Notice formChanged() {
        return new Notice("info", "notice.form-changed", "notice.form-changed.text", List.of());
    }

    static Notice termsChanged() {
        return new Notice(WARNING, "notice.terms-changed", "notice.terms-changed.text", List.of());
    }
}
