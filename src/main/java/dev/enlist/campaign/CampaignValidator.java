package dev.enlist.campaign;

import dev.enlist.program.Program;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramService;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.template.ConfigLayer;
import dev.enlist.template.GroupCompatibility;
import dev.enlist.template.GroupDetails;
import dev.enlist.template.ParticipantGroupService;
import dev.enlist.template.TemplateRef;
import dev.enlist.template.TemplateService;
import dev.enlist.template.TemplateVersion;
import dev.enlist.template.VersionStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Validates a campaign when it is planned and at each later change. */
@Component
class CampaignValidator {

    private final ProgramService programs;
    private final TemplateService templates;
    private final ParticipantGroupService groups;
    private final ProgramInstanceService instances;

    CampaignValidator(
            ProgramService programs,
            TemplateService templates,
            ParticipantGroupService groups,
            ProgramInstanceService instances) {
        this.programs = programs;
        this.templates = templates;
        this.groups = groups;
        this.instances = instances;
    }

    /**
     * The template version, group and program of a campaign, resolved; null if not set.
     *
     * @param misnamed whether the named template version does not exist
     */
    record Parts(
            boolean misnamed,
            @Nullable Program program,
            @Nullable TemplateVersion template,
            @Nullable GroupDetails group) {}

    /** Resolves the references; reports an unknown one as an error. */
    Parts parts(CampaignDetails details, List<Fault> faults) {
        Program program = program(details.programSlug(), faults);
        TemplateVersion template = template(details.templateVersion(), faults);
        boolean misnamed = template == null && details.templateVersion() != null;
        return new Parts(misnamed, program, template, group(details.participantGroupId(), faults));
    }

    private @Nullable Program program(@Nullable String slug, List<Fault> faults) {
        try {
            return slug == null ? null : programs.bySlug(slug);
        } catch (NotFound e) {
            faults.add(new Fault("/programSlug", "names no program that this organization can see"));
            return null;
        }
    }

    private @Nullable TemplateVersion template(@Nullable String name, List<Fault> faults) {
        if (name == null) {
            return null;
        }
        Optional<TemplateVersion> found = TemplateRef.of(name).flatMap(templates::find);
        if (found.isEmpty()) {
            faults.add(new Fault("/templateVersion", "names no template version of this workspace"));
        }
        return found.orElse(null);
    }

    private @Nullable GroupDetails group(@Nullable String id, List<Fault> faults) {
        try {
            return id == null ? null : groups.group(id).details();
        } catch (NotFound e) {
            faults.add(new Fault("/participantGroupId", "names no participant group of this workspace"));
            return null;
        }
    }

    /** Validates the overrides against the template version. Only an activated version can be overridden. */
    List<Fault> configFaults(Parts parts, ConfigLayer layer) {
        TemplateVersion template = parts.template();
        if (layer.document().isEmpty() || parts.misnamed()) {
            return List.of();
        }
        if (template == null) {
            return List.of(new Fault("/config", "overrides nothing without a template version"));
        }
        if (template.status() == VersionStatus.DRAFT) {
            return List.of(new Fault("/config", "overrides a version that is a draft and may still change"));
        }
        return instances.configFaults(template, layer);
    }

    /**
     * Rejects a campaign that does not meet the conditions for being planned.
     *
     * @throws InvalidInput              naming every guard it breaks
     * @throws IncompatibleTemplateGroup with every reason
     */
    void require(CampaignDetails details, ConfigLayer layer) {
        List<Fault> faults = new ArrayList<>();
        Parts parts = parts(details, faults);
        faults.addAll(missing(details, parts.template()));
        faults.addAll(configFaults(parts, layer));
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        GroupCompatibility compatibility = compatibility(parts);
        if (!compatibility.isCompatible()) {
            throw new IncompatibleTemplateGroup(compatibility);
        }
    }

    /** The checks that need only the campaign itself. */
    static List<Fault> missing(CampaignDetails details, @Nullable TemplateVersion template) {
        List<Fault> faults = new ArrayList<>();
        need(!details.name().isBlank(), "/name", "is needed", faults);
        need(details.programSlug() != null, "/programSlug", "is needed for a plan", faults);
        need(details.templateVersion() != null, "/templateVersion", "is needed for a plan", faults);
        need(details.participantGroupId() != null, "/participantGroupId", "is needed for a plan", faults);
        need(details.startDate() != null, "/startDate", "is needed for a plan", faults);
        need(details.endDate() != null, "/endDate", "is needed for a plan", faults);
        if (details.startDate() != null && details.endDate() != null) {
            need(details.startDate().isBefore(details.endDate()), "/endDate", "must be after the start date", faults);
        }
        targets(details.targets(), faults);
        BigDecimal budget = details.budget().amount();
        need(budget != null, "/budget/amount", "is needed for a plan", faults);
        need(budget == null || budget.signum() > 0, "/budget/amount", "must be greater than 0", faults);
        need(pricing(details, template).containsKey("pricingModel"), "/pricing/pricingModel", NO_PRICING, faults);
        return faults;
    }

    private static final String NO_PRICING = "is needed for a plan; the template has none either";

    private static void targets(CampaignDetails.Targets targets, List<Fault> faults) {
        Integer participants = targets.participants();
        Integer applications = targets.applications();
        need(participants != null || applications != null, "/targets", "needs one target at least for a plan", faults);
        need(participants == null || participants > 0, "/targets/participants", "must be greater than 0", faults);
        need(applications == null || applications > 0, "/targets/applications", "must be greater than 0", faults);
    }

    private static void need(boolean holds, String pointer, String message, List<Fault> faults) {
        if (!holds) {
            faults.add(new Fault(pointer, message));
        }
    }

    /** The pricing of the campaign, or that of its template; empty where neither has any. */
    static Map<String, Object> pricing(CampaignDetails details, @Nullable TemplateVersion template) {
        if (details.pricing() != null) {
            return details.pricing();
        }
        Map<String, Object> usual = template == null ? null : template.content().pricing();
        return usual == null ? Map.of() : usual;
    }

    /** Whether the three are compatible; a missing reference counts as a reason against. */
    static GroupCompatibility compatibility(Parts parts) {
        Program program = parts.program();
        TemplateVersion template = parts.template();
        GroupDetails group = parts.group();
        List<GroupCompatibility.Reason> missing = new ArrayList<>();
        if (template == null) {
            missing.add(new GroupCompatibility.Reason("no-template-version", "The campaign has no template version."));
        }
        if (group == null) {
            missing.add(new GroupCompatibility.Reason("no-group", "The campaign has no participant group."));
        }
        if (program == null) {
            missing.add(new GroupCompatibility.Reason("no-program", "The campaign has no program."));
        }
        return template == null || group == null || program == null
                ? new GroupCompatibility(List.copyOf(missing))
                : GroupCompatibility.of(template, group, program.type().orElse(null));
    }
}
