package dev.enlist.console;

import dev.enlist.form.ApplicationSettings;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.AcceptancePolicy.Obstacle;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what the pages of a program instance show above their content. */
@Component
class InstanceHeadingQuery {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

    private final ProgramInstanceService instances;
    private final Navigation navigation;
    private final Clock clock;

    InstanceHeadingQuery(ProgramInstanceService instances, Navigation navigation, Clock clock) {
        this.instances = instances;
        this.navigation = navigation;
        this.clock = clock;
    }

    /** @throws dev.enlist.shared.problem.NotFound if the workspace has no such instance */
    InstanceHeading of(String id) {
        return of(instances.instance(id));
    }

    private InstanceHeading of(ProgramInstance instance) {
        List<String> obstacles = AcceptancePolicy.obstaclesForNewEnrollments(instance, clock.instant()).stream()
                .map(obstacle -> sentence(obstacle, instance))
                .toList();
        return new InstanceHeading(
                instance.getId(),
                instance.details().title(),
                instance.program().name(),
                programPath(instance.program().slug()),
                instance.templateVersion().orElse(null),
                instance.details().active(),
                instance.archivedAt().isPresent(),
                obstacles.isEmpty(),
                obstacles,
                instance.cohort().map(cohort -> cohort.campaignId()).orElse(null),
                sharePath(instance),
                instance.zone().equals(ZoneOffset.UTC) ? "UTC" : instance.zone().getId(),
                tabs(instance.getId()));
    }

    private @Nullable String programPath(String slug) {
        return navigation.admits("/console/programs/{slug}", slug) ? "/console/programs/" + slug : null;
    }

    private static @Nullable String sharePath(ProgramInstance instance) {
        ApplicationSettings settings = instance.details().application();
        return settings == null || !settings.isPublished() ? null : "/apply/" + settings.path();
    }

    private List<InstanceHeading.Tab> tabs(String id) {
        return Stream.of(InstanceTab.values())
                .filter(tab -> navigation.admits(tab.pattern(), id))
                .map(tab -> new InstanceHeading.Tab(
                        tab.segment(), tab.title(), tab.pattern().replace("{id}", id)))
                .toList();
    }

    private static String sentence(Obstacle obstacle, ProgramInstance instance) {
        return switch (obstacle) {
            case INSTANCE_ARCHIVED -> "It is archived.";
            case NOT_BEGUN -> "It begins on " + day(instance, instance.details().startDate()) + ".";
            case ENDED -> "It ended on " + day(instance, instance.endsAt().orElse(null)) + ".";
            case PROGRAM_INACTIVE -> "Its program is not active.";
            case INSTANCE_INACTIVE -> "It is not active.";
            case CAMPAIGN_PAUSED -> "Its campaign is paused.";
        };
    }

    private static String day(ProgramInstance instance, @Nullable Instant at) {
        return at == null ? "" : DAY.format(at.atZone(instance.zone()));
    }
}
