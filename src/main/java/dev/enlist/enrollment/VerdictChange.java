package dev.enlist.enrollment;

import dev.enlist.eligibility.Verdict;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The facts changed after the submission, and the rules no longer find the person eligible. */
@Embeddable
public class VerdictChange {

    @Column(name = "verdict_changed_status")
    private String status = "";

    @Column(name = "verdict_changed_reason")
    private @Nullable String reason;

    @Column(name = "verdict_changed_code")
    private String code = "";

    @Column(name = "verdict_changed_at")
    private Instant at = Instant.EPOCH;

    protected VerdictChange() {}

    VerdictChange(Verdict verdict, Instant at) {
        this.status = verdict.status().wire();
        this.reason = verdict.reason();
        this.code = verdict.code();
        this.at = at;
    }

    /** The current verdict. */
    public Verdict verdict() {
        return new Verdict(Verdict.Status.ofWire(status).orElseThrow(), reason, code);
    }

    /** Time of the change. */
    public Instant at() {
        return at;
    }
}
