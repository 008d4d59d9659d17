package dev.enlist.graphql;

import dev.enlist.program.InstanceDetails;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.RulePolicy;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A program instance in the graph, together with its program, which the same statement loads. */
public record ProgramInstanceNode(
        String id,
        String slug,
        ProgramNode program,
        InstanceDetails details,
        int termsVersion,
        @Nullable String templateVersion,
        RuleSetChoice ruleSet,
        @Nullable Instant archivedAt,
        String organizationId,
        String workspaceId,
        Instant createdAt,
        Instant updatedAt,
        int version)
        implements IdentifiedNode {

    /** @param version null for the latest */
    public record RuleSetChoice(
            String slug,
            @Nullable Integer version,
            @Nullable Instant from,
            String inFlight) {

        static RuleSetChoice of(RulePolicy policy) {
            return new RuleSetChoice(
                    policy.slug(),
                    policy.version(),
                    policy.from(),
                    policy.inFlight().wire());
        }
    }

    static ProgramInstanceNode of(ProgramInstance instance) {
        return new ProgramInstanceNode(
                instance.getId(),
                instance.slug(),
                ProgramNode.of(instance.program()),
                instance.details(),
                instance.termsVersion(),
                instance.templateVersion().orElse(null),
                RuleSetChoice.of(instance.details().rules()),
                instance.archivedAt().orElse(null),
                instance.organizationId(),
                instance.workspaceId(),
                instance.createdAt(),
                instance.updatedAt(),
                instance.version());
    }

    public String title() {
        return details.title();
    }

    public String description() {
        return details.description();
    }

    public String eligibilityCriteria() {
        return details.eligibilityCriteria();
    }

    public String programTerms() {
        return details.programTerms();
    }

    @Nullable
    public String logoUrl() {
        return details.logoUrl();
    }

    @Nullable
    public Map<String, Object> customFields() {
        return details.customFields();
    }

    public Map<String, Object> config() {
        return details.config();
    }

    @Nullable
    public Map<String, Object> formConfig() {
        return details.formConfig();
    }

    @Nullable
    public Map<String, Object> application() {
        return details.application() == null ? null : details.application().members();
    }

    @Nullable
    public Map<String, Object> notifications() {
        return details.notifications();
    }

    public boolean active() {
        return details.active();
    }

    @Nullable
    public Instant startDate() {
        return details.startDate();
    }

    @Nullable
    public Instant endDate() {
        return details.endDate();
    }

    @Nullable
    public String timeZone() {
        return details.timeZone();
    }
}
