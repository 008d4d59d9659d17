package dev.enlist.program;

import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The instances of a campaign, which stop, go on and end together. */
@Service
public class CohortService {

    private final ProgramInstanceRepository instances;
    private final InstanceStore store;
    private final Clock clock;

    CohortService(ProgramInstanceRepository instances, InstanceStore store, Clock clock) {
        this.instances = instances;
        this.store = store;
        this.clock = clock;
    }

    /** Refuses new enrollments until {@link #resume}; existing enrollments continue. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void pause(String campaignId) {
        Instant now = clock.instant();
        each(campaignId, instance -> {
            if (instance.archivedAt().isEmpty() && !instance.hasEnded(now)) {
                instance.pause(workspaceId(), now);
            }
        });
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void resume(String campaignId) {
        Instant now = clock.instant();
        each(campaignId, instance -> instance.resume(workspaceId(), now));
    }

    /** Ends the instances that have not ended: new enrollments are refused, and approved ones are asked to unenroll. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void end(String campaignId) {
        Instant now = clock.instant();
        each(campaignId, instance -> {
            if (!instance.hasEnded(now)) {
                instance.endAt(now, workspaceId(), now);
            }
        });
    }

    /** Those that were to end with the campaign still do; an end of their own stays. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void moveEnd(String campaignId, Instant from, Instant to) {
        Instant now = clock.instant();
        each(campaignId, instance -> {
            if (Objects.equals(instance.details().endDate(), from) && !instance.hasEnded(now)) {
                instance.endAt(to, workspaceId(), now);
            }
        });
    }

    /** Ids, the first cohort first. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<String> ids(String campaignId) {
        return instances.lockCohorts(campaignId).stream()
                .map(ProgramInstance::getId)
                .toList();
    }

    @Transactional(readOnly = true)
    public <T> Page<T> list(String campaignId, ListQuery query, Function<ProgramInstance, T> shape) {
        return query.fetch(
                instances,
                (root, criteria, builder) -> builder.equal(root.get("campaignId"), campaignId),
                ProgramInstance::getId,
                shape);
    }

    private void each(String campaignId, Consumer<ProgramInstance> change) {
        List<ProgramInstance> cohorts = instances.lockCohorts(campaignId);
        cohorts.forEach(change);
        cohorts.forEach(store::store);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
