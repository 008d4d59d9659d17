package dev.enlist.enrollment;

import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.paging.BoundedCount;
import dev.enlist.shared.paging.BoundedCounter;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the enrollments of all program instances that the caller may see, as one list. Each index of enrollments begins
 * with the program instance, so the page is merged from the first rows of each instance: the cost depends on the number
 * of instances and on the size of the page, not on the number of enrollments. Five statements at most.
 */
@Service
@Transactional(readOnly = true)
public class WorkspaceEnrollmentQuery {

    /** Parameters: conditions of the instances, column, conditions of the enrollments, column, direction. */
    private static final String MERGED = """
            select m.id, m.place from (
                select i.id from program_instance i %1$s where i.workspace_id = :workspace and %2$s) i
            cross join lateral (
                select e.id, e.%3$s as place from enrollment e
                where e.workspace_id = :workspace and e.program_instance_id = i.id and %4$s
                order by e.%3$s %5$s, e.id %5$s limit :most) m
            order by m.place %5$s, m.id %5$s limit :most
            """;

    /**
     * For counts of enrollments with a state, tag or manufacturer. Without an order the database begins with the
     * enrollments that have it; in the order of a list it probed each enrollment: 5 s instead of 0.4 s for one of eight
     * manufacturers of 1,000,000 enrollments.
     */
    private static final String UNORDERED = """
            select m.id from (
                select i.id from program_instance i %1$s where i.workspace_id = :workspace and %2$s) i
            cross join lateral (
                select e.id from enrollment e
                where e.workspace_id = :workspace and e.program_instance_id = i.id and %4$s limit :most) m
            limit :most
            """;

    /** For the enrollments of one person, and renewals of one enrollment. */
    private static final String OF_PERSON = """
            select e.id, e.%3$s as place from enrollment e
            join program_instance i on i.id = e.program_instance_id %1$s
            where e.workspace_id = :workspace and %2$s and %4$s
            order by e.%3$s %5$s, e.id %5$s limit :most
            """;

    private final JdbcClient jdbc;
    private final EnrollmentQueries queries;
    private final EnrollmentCounter counter;
    private final InformationRequestService questions;
    private final ProgramInstanceService instances;
    private final AccessGate gate;
    private final FacetCounter facets;

    WorkspaceEnrollmentQuery(
            JdbcClient jdbc,
            EnrollmentQueries queries,
            EnrollmentCounter counter,
            InformationRequestService questions,
            ProgramInstanceService instances,
            AccessGate gate,
            FacetCounter facets) {
        this.facets = facets;
        this.jdbc = jdbc;
        this.queries = queries;
        this.counter = counter;
        this.questions = questions;
        this.instances = instances;
        this.gate = gate;
    }

    /**
     * An enrollment of the list.
     *
     * @param waitlistPosition null if it is not on a waitlist
     * @param asked            the open information request; null where there is none
     */
    public record Listed(
            Enrollment enrollment,
            List<EnrollmentStatus> allowedTransitions,
            @Nullable Integer waitlistPosition,
            @Nullable InformationRequest asked) {}

    /** @param next position of the last one; null where no enrollment follows */
    public record Found(List<Listed> items, @Nullable EnrollmentCursor next) {}

    /**
     * A page of the list.
     *
     * @param descending whether the greatest value comes first
     * @param after      position after which the page begins; null for the first page
     * @param perPage    maximum number of enrollments
     */
    public Found page(
            WorkspaceEnrollmentFilter filter,
            EnrollmentSort sort,
            boolean descending,
            @Nullable EnrollmentCursor after,
            int perPage) {
        if (filter.combination().filter(facet -> count(filter, facet) == 0).isPresent()) {
            return new Found(List.of(), null);
        }
        Map<String, Object> values = new HashMap<>();
        List<String> conditions = conditions(filter, values);
        if (after != null) {
            conditions.add(beyond(sort, descending, after, values));
        }
        List<EnrollmentCursor> found = positions(filter, sort, descending, conditions, values, perPage + 1);
        boolean more = found.size() > perPage;
        List<EnrollmentCursor> page = more ? found.subList(0, perPage) : found;
        return new Found(listed(page), more ? page.get(perPage - 1) : null);
    }

    /** How many enrollments the filter finds: exact for statuses, one facet, a state with a manufacturer, and these with statuses; counted up to {@link BoundedCounter#COUNTED} otherwise. */
    public BoundedCount total(WorkspaceEnrollmentFilter filter) {
        if (filter.isOfStatusesOnly()) {
            List<EnrollmentStatus> statuses = filter.enrollment().statuses();
            return BoundedCount.of(counter.counts(gate.limit().narrow(filter.programInstanceIds())).entrySet().stream()
                    .filter(entry -> statuses.isEmpty() || statuses.contains(entry.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum());
        }
        Optional<EnrollmentFilter.Facet> facet = filter.soleFacet();
        if (facet.isPresent()) {
            return BoundedCount.of(count(filter, facet.get()));
        }
        Map<String, Object> values = new HashMap<>();
        List<String> conditions = conditions(filter, values);
        String template = filter.isOfPerson() ? OF_PERSON : filter.enrollment().hasFacets() ? UNORDERED : MERGED;
        String sql = sql(template, filter, EnrollmentSort.CREATED_AT, false, conditions, values);
        values.put("most", BoundedCounter.COUNTED + 1);
        long items = jdbc.sql("select count(*) from (" + sql + ") found")
                .params(values)
                .query(Long.class)
                .single();
        return items > BoundedCounter.COUNTED
                ? new BoundedCount(BoundedCounter.COUNTED, false)
                : BoundedCount.of(items);
    }

    private long count(WorkspaceEnrollmentFilter filter, EnrollmentFilter.Facet facet) {
        return facets.count(
                gate.limit().narrow(filter.programInstanceIds()),
                facet,
                filter.enrollment().statuses());
    }

    private List<Listed> listed(List<EnrollmentCursor> page) {
        Map<String, Enrollment> known =
                queries.byIds(page.stream().map(EnrollmentCursor::enrollmentId).toList());
        List<Enrollment> enrollments = page.stream()
                .map(position -> known.get(position.enrollmentId()))
                .filter(Objects::nonNull)
                .toList();
        // loads the instances of the page, so that the policies below find each in the session
        instances.byIds(enrollments.stream()
                .map(Enrollment::programInstanceId)
                .distinct()
                .toList());
        Map<String, List<EnrollmentStatus>> transitions = queries.allowedTransitions(enrollments);
        Map<String, Integer> positions = queries.waitlistPositions(enrollments);
        Map<String, InformationRequest> asked = questions.openRequests(enrollments);
        return enrollments.stream()
                .map(enrollment -> new Listed(
                        enrollment,
                        transitions.getOrDefault(enrollment.getId(), List.of()),
                        positions.get(enrollment.getId()),
                        asked.get(enrollment.getId())))
                .toList();
    }

    private List<EnrollmentCursor> positions(
            WorkspaceEnrollmentFilter filter,
            EnrollmentSort sort,
            boolean descending,
            List<String> conditions,
            Map<String, Object> values,
            int most) {
        String template = filter.isOfPerson() ? OF_PERSON : MERGED;
        String sql = sql(template, filter, sort, descending, conditions, values);
        values.put("most", most);
        return jdbc.sql(sql)
                .params(values)
                .query((row, n) -> sort.position(row))
                .list();
    }

    private String sql(
            String template,
            WorkspaceEnrollmentFilter filter,
            EnrollmentSort sort,
            boolean descending,
            List<String> conditions,
            Map<String, Object> values) {
        values.put("workspace", WorkspaceScope.current().workspaceId());
        String program = "";
        if (filter.programSlug() != null) {
            program = "join program p on p.id = i.program_id and p.slug = :program";
            values.put("program", filter.programSlug());
        }
        List<String> ids = gate.limit().narrow(filter.programInstanceIds());
        String visible = "true";
        if (!ids.isEmpty()) {
            visible = "i.id = any(:instances)";
            values.put("instances", ids.toArray(String[]::new));
        }
        return template.formatted(
                program,
                visible,
                sort.column(),
                conditions.isEmpty() ? "true" : String.join(" and ", conditions),
                descending ? "desc" : "asc");
    }

    private static List<String> conditions(WorkspaceEnrollmentFilter filter, Map<String, Object> values) {
        List<String> conditions = new ArrayList<>();
        if (filter.customerId() != null) {
            conditions.add("e.customer_id = :customer");
            values.put("customer", filter.customerId());
        }
        if (filter.leadId() != null) {
            conditions.add("e.lead_id = :lead");
            values.put("lead", filter.leadId());
        }
        if (filter.renews() != null) {
            conditions.add("e.previous_enrollment_id = :renews");
            values.put("renews", filter.renews());
        }
        filter.flags().stream().map(EnrollmentFlag::condition).forEach(conditions::add);
        conditions.addAll(filter.enrollment().sql(values));
        return conditions;
    }

    /**
     * Rows after a position. A row without a value comes last in ascending order and first in descending order, as
     * PostgreSQL orders it.
     */
    private static String beyond(
            EnrollmentSort sort, boolean descending, EnrollmentCursor after, Map<String, Object> values) {
        String column = "e." + sort.column();
        String sign = descending ? "<" : ">";
        values.put("afterId", after.enrollmentId());
        Object value = sort.value(after).orElse(null);
        if (value == null) {
            String sameValue = column + " is null and e.id " + sign + " :afterId";
            return descending ? "(" + sameValue + " or " + column + " is not null)" : sameValue;
        }
        values.put("afterValue", value);
        String beyond = "(" + column + ", e.id) " + sign + " (:afterValue, :afterId)";
        return sort.isOptional() && !descending ? "(" + beyond + " or " + column + " is null)" : beyond;
    }
}
