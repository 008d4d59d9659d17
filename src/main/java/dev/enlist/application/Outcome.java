package dev.enlist.application;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the result page says after a submission. The page is the same for a new application and for one of a person who is
 * enrolled already, because a stranger must not learn whether an e-mail is known; see docs/decisions/0090.
 *
 * @param kind              what the rules and the capacity came to
 * @param applicationNumber shown to the applicant
 * @param email             to which the mail goes
 * @param reason            why the person is not eligible, in the words of the rules; null otherwise
 * @param changes           what would make the person eligible, where the instance shows it
 * @param waitlistPlace     from 1; null where the application does not wait
 * @param documents         how many files were sent
 * @param recorded          whether an enrollment was created or changed; false where the person is enrolled already
 * @param link              path of the status page, where no mail can carry it; null otherwise
 */
public record Outcome(
        Kind kind,
        String applicationNumber,
        String email,
        @Nullable String reason,
        List<String> changes,
        @Nullable Integer waitlistPlace,
        int documents,
        boolean recorded,
        @Nullable String link,
        Instant at) {

    /** What a submission came to. */
    public enum Kind {
        /** Eligible and submitted: a reviewer decides. */
        SUBMITTED,
        /** Eligible; waits for a free place. */
        WAITLISTED,
        /** A person checks whether the applicant is eligible. */
        IN_CHECK,
        INELIGIBLE
    }

    public Outcome {
        changes = List.copyOf(changes);
    }

    Outcome withLink(String path) {
        return new Outcome(
                kind, applicationNumber, email, reason, changes, waitlistPlace, documents, recorded, path, at);
    }

    /** Whether the person may correct answers and send the application again. */
    @JsonIgnore
    public boolean isCorrectable() {
        return kind == Kind.INELIGIBLE;
    }
}
