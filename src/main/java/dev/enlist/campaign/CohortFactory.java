package dev.enlist.campaign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.program.Cohort;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.NewInstance;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramService;
import dev.enlist.program.RulePolicy;
import dev.enlist.shared.Actor;
import dev.enlist.template.TemplateRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Creates the program instances of a campaign: the template's defaults, then the campaign's overrides, then the
 * cohort's own.
 */
@Component
class CohortFactory {

    private static final String WHO = "People accepted by the rules of the program.";
    private static final String TERMS = "Those of the program.";

    private final ProgramInstanceService instances;
    private final ProgramService programs;
    private final CampaignCapacity capacity;

    CohortFactory(ProgramInstanceService instances, ProgramService programs, CampaignCapacity capacity) {
        this.instances = instances;
        this.programs = programs;
        this.capacity = capacity;
    }

    /** @param config configuration of the cohort, which overrides template and campaign */
    ProgramInstance open(Campaign campaign, int number, ObjectNode config, Actor by, Instant now) {
        CampaignDetails details = campaign.details();
        String slug = String.valueOf(details.programSlug());
        InstanceDetails cohort = new InstanceDetails(
                details.name() + " - Cohort " + number,
                or(details.description(), programs.bySlug(slug).details().description()),
                or(details.eligibilityCriteria(), WHO),
                or(details.programTerms(), TERMS),
                null,
                null,
                Map.of(),
                RulePolicy.DEFAULT,
                true,
                now,
                details.endDate());
        WaitlistTerms waitlist = details.cohorts().waitlist();
        NewInstance wanted = new NewInstance(
                slug,
                TemplateRef.of(String.valueOf(details.templateVersion())).orElseThrow(),
                List.of(campaign.layer()),
                config,
                null,
                null,
                cohort,
                details.cohorts().capacity(),
                waitlist == null ? WaitlistTerms.NONE : waitlist);
        ProgramInstance opened = instances.create(wanted, new Cohort(campaign.getId(), number), by);
        capacity.share(campaign, opened.getId());
        return opened;
    }

    private static String or(@org.jspecify.annotations.Nullable String said, String otherwise) {
        return said == null || said.isBlank() ? otherwise : said;
    }
}
