package dev.enlist.workflow;

import dev.enlist.shared.Audited;
import dev.enlist.shared.Cuid;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A published version of a workflow; it never changes. */
@Entity
@Audited(
        subject = "workflow",
        id = "workflowId",
        create = "publish",
        plain = {"workflowId", "number", "note"},
        hashed = {"bpmn"})
@Immutable
public class WorkflowVersion {

    @Id
    private String id = Cuid.next();

    @TenantId
    private @Nullable String workspaceId;

    private String workflowId = "";
    private int number;
    private String bpmn = "";
    private String note = "";
    private String publishedBy = "";
    private Instant publishedAt = Instant.EPOCH;

    protected WorkflowVersion() {}

    WorkflowVersion(String workflowId, int number, String bpmn, String note, String publishedBy, Instant publishedAt) {
        this.workflowId = workflowId;
        this.number = number;
        this.bpmn = bpmn;
        this.note = note;
        this.publishedBy = publishedBy;
        this.publishedAt = publishedAt;
    }

    /** From 1, without gaps. */
    public int number() {
        return number;
    }

    /** BPMN XML. */
    public String bpmn() {
        return bpmn;
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
