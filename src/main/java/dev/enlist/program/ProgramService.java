package dev.enlist.program;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.Workspace;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.tenancy.WorkspaceVisits;
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
    private final WorkspaceVisits visits;
    private final AccessGate gate;

    ProgramService(
            ProgramRepository programs,
            TenancyService tenancy,
            ProgramProperties properties,
            Clock clock,
            ApplicationEventPublisher events,
            WorkspaceVisits visits,
            AccessGate gate) {
        this.visits = visits;
        this.gate = gate;
        this.programs = programs;
        this.tenancy = tenancy;
        this.properties = properties;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Makes a program of the organization in scope, or a private one of another organization, which only the organization
     * that runs the installation may do. The event and the audit entries are those of the workspace in scope.
     *
     * @throws Forbidden where the caller may not make such a program
     * @throws InvalidInput where there is no such organization, or its program would be public
     */
    @Transactional
    public Program create(NewProgram wanted) {
        WorkspaceRef workspace = WorkspaceScope.current();
        ProgramDetails details = wanted.details();
        String organizationId = wanted.organizationId() == null ? workspace.organizationId() : wanted.organizationId();
        if (!organizationId.equals(workspace.organizationId())) {
            return createForAnother(organizationId, details);
        }
        if (details.visibility() == Visibility.PUBLIC) {
            mustBeAllowedToPublish(workspace);
        }
        return store(new Program(organizationId, details, workspace.workspaceId(), clock.instant()));
    }

    private Program createForAnother(String organizationId, ProgramDetails details) {
        WorkspaceRef here = WorkspaceScope.current();
        if (!tenancy.isFirst(here.organizationId()) || !gate.has(Scope.WORKSPACES_WRITE)) {
            throw new Forbidden(
                    "not-the-operator",
                    "Only the organization that runs this installation makes programs for another one; leave"
                            + " organizationId out, or send your own.");
        }
        if (details.visibility() == Visibility.PUBLIC) {
            throw new InvalidInput("/visibility", "must be private where organizationId names another organization");
        }
        WorkspaceRef there = tenancy.workspaces(organizationId).stream()
                .findFirst()
                .map(Workspace::ref)
                .orElseThrow(() -> new InvalidInput("/organizationId", "names no organization of this installation"));
        // noted before the visit: the entries of a transaction go to the trail of the workspace that it began in
        events.publishEvent(new AuditNote(
                "program.createForOrganization",
                "organization",
                organizationId,
                Map.of(),
                Map.of("slug", details.slug(), "name", details.name())));
        Program program = new Program(organizationId, details, here.workspaceId(), clock.instant());
        // row security lets an organization store its own programs alone
        visits.visit(there, () -> save(program));
        program.drainEvents().forEach(events::publishEvent);
        return program;
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
        program.requireOpen();
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

    /**
     * Closes the instances of a program for new people and takes it out of the lists. Everything stays readable, and what
     * was submitted can be decided.
     */
    @Transactional
    public Program archive(String slug, @Nullable String ifMatch) {
        Program program = own(slug);
        EntityTags.check(ifMatch, program.version());
        program.archive(WorkspaceScope.current().workspaceId(), clock.instant());
        return store(program);
    }

    /** Takes back {@link #archive}. */
    @Transactional
    public Program unarchive(String slug, @Nullable String ifMatch) {
        Program program = own(slug);
        EntityTags.check(ifMatch, program.version());
        program.unarchive(WorkspaceScope.current().workspaceId(), clock.instant());
        return store(program);
    }

    /** Deletes a program that has no instances. */
    @Transactional
    public void delete(String slug, @Nullable String ifMatch) {
        Program program = own(slug);
        EntityTags.check(ifMatch, program.version());
        try {
            programs.delete(program);
            programs.flush();
        } catch (DataIntegrityViolationException e) {
            throw new Conflict("program-in-use", "There are instances of this program; archive it instead.");
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
        Program stored = save(program);
        program.drainEvents().forEach(events::publishEvent);
        return stored;
    }

    private Program save(Program program) {
        try {
            return programs.saveAndFlush(program);
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("program", "slug", program.slug());
        }
    }
}
