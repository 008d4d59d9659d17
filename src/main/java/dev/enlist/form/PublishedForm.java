package dev.enlist.form;

import dev.enlist.tenancy.WorkspaceRef;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The form of a program instance in one of its published versions.
 *
 * @param workspace         in which the instance is; enter it with {@code WorkspaceScope.in} before anything else
 * @param programInstanceId id of the instance
 * @param version           number of the version, from 1
 * @param definition        what is asked
 * @param settings          of the instance as they are now, whatever the version
 */
public record PublishedForm(
        WorkspaceRef workspace,
        String programInstanceId,
        int version,
        FormDefinition definition,
        ApplicationSettings settings) {

    /** Part of the address: {@code /apply/{path}}. */
    public String path() {
        return String.valueOf(settings.path());
    }

    /** The languages in which the form is offered, at least one; the first is the default. */
    public List<Locale> languages() {
        return settings.languageTags().stream().map(Locale::forLanguageTag).toList();
    }

    /** When the form opens; empty where it did not have to wait. The instance may begin later. */
    public Optional<Instant> startsAt() {
        return Optional.ofNullable(settings.startsAt());
    }

    /** When the form closes; empty where it closes with the instance. The instance may end earlier. */
    public Optional<Instant> endsAt() {
        return Optional.ofNullable(settings.endsAt());
    }

    /** Whether the form takes applications now, as far as its own dates are concerned. */
    public boolean isOpen(Instant now) {
        return startsAt().map(start -> !now.isBefore(start)).orElse(true)
                && endsAt().map(now::isBefore).orElse(true);
    }
}
