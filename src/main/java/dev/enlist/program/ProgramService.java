package dev.enlist.program;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.EntityTags;
import dev.enlist.shared.web.ListQuery;
import dev.enlist.shared.web.Page;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the catalogue, as the organization in scope may see and change it. */
@Service
public class ProgramService {

    /** Wire names of the fields that may order a list of programs. */
    public static final Map<String, String> SORTABLE = Map.of(
            "createdAt", "createdAt",
            "updatedAt", "updatedAt",
            "name", "name",
            "slug", "slug",
            "year", "year");

    private final ProgramRepository programs;
    private final TenancyService tenancy;
    private final ProgramProperties properties;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ProgramService(
            ProgramRepository programs,
            TenancyService tenancy,
            ProgramProperties properties,
            Clock clock,
            ApplicationEventPublisher events) {
        this.programs = programs;
        this.tenancy = tenancy;
        this.properties = properties;
        this.clock = clock;
        this.events = events;
    }

    @Transactional
    public Program create(ProgramDetails details) {
        WorkspaceRef workspace = WorkspaceScope.current();
        if (details.visibility() == Visibility.PUBLIC) {
            mustBeAllowedToPublish(workspace);
        }
        return store(new Program(workspace.organizationId(), details, workspace.workspaceId(), clock.instant()));
    }

    /**
     * The program of that slug or id. Of several with one slug the organization's own comes first, then a public one;
     * the others are reached by id. A program that its organization made private stays readable where there are
     * instances of it. Which programs are seen at all is decided by row security.
     */
    @Transactional(readOnly = true)
    public Program bySlug(String slugOrId) {
        String organizationId = WorkspaceScope.current().organizationId();
        Optional<Program> byId = Cuid.isCuid(slugOrId) ? programs.findById(slugOrId) : Optional.empty();
        return byId.or(() -> programs.findBySlug(slugOrId).stream()
                        .min(Comparator.comparing((Program program) ->
                                        !program.organizationId().equals(organizationId))
                                .thenComparing(program -> !program.isVisibleTo(organizationId))
                                .thenComparing(Program::getId)))
                .orElseThrow(() -> new NotFound("program"));
    }

    /** Those of these programs that the workspace in scope can see, by id. One statement. */
    @Transactional(readOnly = true)
    public Map<String, Program> byIds(Collection<String> ids) {
        return programs.findAllById(ids).stream().collect(Collectors.toMap(Program::getId, Function.identity()));
    }

    @Transactional
    public Program revise(String slug, @Nullable String ifMatch, Function<ProgramDetails, ProgramDetails> change) {
        Program program = own(slug);
        EntityTags.check(ifMatch, program.version());
        ProgramDetails details = change.apply(program.details());
        if (!details.slug().equals(program.slug())) {
            throw new InvalidInput("/slug", "cannot be changed: others refer to the program by it");
        }
        if (details.visibility() == Visibility.PUBLIC && program.visibility() != Visibility.PUBLIC) {
            mustBeAllowedToPublish(WorkspaceScope.current());
        }
        program.revise(details, WorkspaceScope.current().workspaceId(), clock.instant());
        return store(program);
    }

    /** A public program is offered to every organization of the installation. */
    private void mustBeAllowedToPublish(WorkspaceRef workspace) {
        if (!properties.publicByAnybody() && !tenancy.isFirst(workspace.organizationId())) {
            throw new Forbidden(
                    "not-the-operator",
                    "Only the organization that runs this installation makes public programs; use visibility private.");
        }
    }

    /** Deletes a program that nobody has made an instance of. */
    @Transactional
    public void delete(String slug, @Nullable String ifMatch) {
        Program program = own(slug);
        EntityTags.check(ifMatch, program.version());
        try {
            programs.delete(program);
            programs.flush();
        } catch (DataIntegrityViolationException e) {
            throw new Conflict("program-in-use", "There are instances of this program; deactivate it instead.");
        }
        events.publishEvent(
                ProgramEvent.deleted(program, WorkspaceScope.current().workspaceId(), clock.instant()));
    }

    @Transactional(readOnly = true)
    public <T> Page<T> list(ListQuery query, ProgramFilter filter, Function<Program, T> shape) {
        return query.fetch(programs, filter.seenBy(WorkspaceScope.current().organizationId()), Program::getId, shape);
    }

    /** A program that the caller may change: others' public ones may be used, not changed. */
    private Program own(String slug) {
        Program program = bySlug(slug);
        if (!program.organizationId().equals(WorkspaceScope.current().organizationId())) {
            throw new NotOwnProgram();
        }
        return program;
    }

    private Program store(Program program) {
        try {
            Program stored = programs.saveAndFlush(program);
            program.drainEvents().forEach(events::publishEvent);
            return stored;
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("program", "slug", program.slug());
        }
    }
}
