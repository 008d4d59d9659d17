package dev.enlist.template;

import dev.enlist.shared.EntityTags;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the participant groups of the workspace in scope. */
@Service
public class ParticipantGroupService {

    /** Wire names of the fields that may order a list of groups. */
    public static final Map<String, String> SORTABLE =
            Map.of("createdAt", "createdAt", "updatedAt", "updatedAt", "slug", "slug", "name", "name");

    private final ParticipantGroupRepository groups;
    private final Clock clock;

    ParticipantGroupService(ParticipantGroupRepository groups, Clock clock) {
        this.groups = groups;
        this.clock = clock;
    }

    @Transactional
    public ParticipantGroup create(GroupDetails details) {
        return store(new ParticipantGroup(details, clock.instant()));
    }

    @Transactional(readOnly = true)
    public ParticipantGroup group(String id) {
        return groups.findById(id).orElseThrow(() -> new NotFound("participant group"));
    }

    /** @param status groups of this status only, or null for all */
    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, @Nullable GroupStatus status, Function<ParticipantGroup, T> shape) {
        Specification<ParticipantGroup> filter = (root, criteria, builder) ->
                status == null ? builder.conjunction() : builder.equal(root.get("status"), status);
        return query.fetch(groups, filter, ParticipantGroup::getId, shape);
    }

    @Transactional
    public ParticipantGroup revise(String id, @Nullable String ifMatch, UnaryOperator<GroupDetails> change) {
        ParticipantGroup group = group(id);
        EntityTags.check(ifMatch, group.version());
        group.revise(change.apply(group.details()), clock.instant());
        return store(group);
    }

    @Transactional
    public void delete(String id, @Nullable String ifMatch) {
        ParticipantGroup group = group(id);
        EntityTags.check(ifMatch, group.version());
        try {
            groups.delete(group);
            groups.flush();
        } catch (DataIntegrityViolationException e) {
            throw new Conflict("participant-group-in-use", "Something is for this group; make it inactive instead.");
        }
    }

    private ParticipantGroup store(ParticipantGroup group) {
        try {
            return groups.saveAndFlush(group);
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("participant group", "slug", group.details().slug());
        }
    }
}
