package dev.enlist.eligibility;

import dev.enlist.shared.Audited;
import dev.enlist.shared.Cuid;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A published version of a rule set; it never changes. */
@Entity
@Audited(
        subject = "ruleSet",
        id = "ruleSetId",
        create = "publish",
        plain = {"ruleSetId", "number", "note"},
        hashed = {"dmn"})
@Immutable
public class RuleSetVersion {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private String ruleSetId = "";
    private int number;
    private String dmn = "";
    private String note = "";
    private String publishedBy = "";
    private Instant publishedAt = Instant.EPOCH;

    protected RuleSetVersion() {}

    RuleSetVersion(String ruleSetId, int number, String dmn, String note, String publishedBy, Instant publishedAt) {
        this.ruleSetId = ruleSetId;
        this.number = number;
        this.dmn = dmn;
        this.note = note;
        this.publishedBy = publishedBy;
        this.publishedAt = publishedAt;
    }

    /** From 1, without gaps. */
    public int number() {
        return number;
    }

    /** DMN XML. */
    public String dmn() {
        return dmn;
    }

    public String note() {
        return note;
    }

    public String publishedBy() {
        return publishedBy;
    }

    public Instant publishedAt() {
        return publishedAt;
    }
}
