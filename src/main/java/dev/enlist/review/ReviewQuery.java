package dev.enlist.review;

import dev.enlist.customer.DuplicateService;
import dev.enlist.customer.PersonSearch;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the inbox of the workspace in scope. A page finds its reviews in the order of an index first, and joins names and
 * titles to these few rows: one statement, which does not depend on the number of open reviews.
 */
@Service
@Transactional(readOnly = true)
public class ReviewQuery {

    /** Named parameters: condition, column of the order, and again the column. */
    private static final String PAGE = """
            select r.enrollment_id, r.kind, r.opened_at, r.due_at, r.assignee_id, r.waiting_since,
                   r.program_instance_id, m.display_name, i.title, p.name as program_name,
                   e.application_number, e.first_name, e.last_name, e.email,
                   e.verdict_changed_at is not null as verdict_changed, e.flagged_at is not null as rules_changed,
                   e.information_provided_at is not null as answered,
                   exists (select 1 from duplicate_pair d
                           where d.first_id = e.customer_id and d.score >= :flagged and d.dismissed_at is null)
                     or exists (select 1 from duplicate_pair d
                           where d.second_id = e.customer_id and d.score >= :flagged and d.dismissed_at is null)
                     as possible_duplicate
            from (select r.* from review r where %1$s order by r.%2$s, r.enrollment_id limit :most) r
            join enrollment e on e.id = r.enrollment_id and e.workspace_id = r.workspace_id
            join program_instance i on i.id = r.program_instance_id and i.workspace_id = r.workspace_id
            join program p on p.id = i.program_id
            left join workspace_member m on m.workspace_id = r.workspace_id and m.id = r.assignee_id
            order by r.%2$s, r.enrollment_id
            """;

    /** One bounded count for each tab. */
    private static final String COUNTS = Stream.of(ReviewTab.values())
            .map(tab -> "(select count(*) from (select 1 from review r where %1$s and " + tab.condition()
                    + " limit :most) t) as " + tab.wire())
            .collect(Collectors.joining(", ", "select ", ""));

    private final JdbcClient jdbc;
    private final AccessGate gate;
    private final Clock clock;

    ReviewQuery(JdbcClient jdbc, AccessGate gate, Clock clock) {
        this.jdbc = jdbc;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * A page of the inbox, of the program instances that the caller may see.
     *
     * @param after   position after which the page begins; null for the first page
     * @param perPage maximum number of reviews
     */
    public ReviewPage page(ReviewFilter filter, ReviewSort sort, @Nullable ReviewCursor after, int perPage) {
        Instant now = clock.instant();
        Map<String, @Nullable Object> values = values(now);
        List<String> conditions = new ArrayList<>(List.of(
                visible(gate.limit().narrow(filter.programInstanceIds()), values),
                filter.tab().condition()));
        filter.flags().stream().map(ReviewFlag::condition).forEach(conditions::add);
        if (filter.q() != null && !filter.q().isBlank()) {
            conditions.add(ofPerson(filter.q(), values));
        }
        if (after != null) {
            conditions.add("(r." + sort.column() + ", r.enrollment_id) > (:afterAt, :afterId)");
            values.put("afterAt", Timestamp.from(after.at()));
            values.put("afterId", after.enrollmentId());
        }
        values.put("most", perPage + 1);
        List<ReviewItem> found = jdbc.sql(PAGE.formatted(String.join(" and ", conditions), sort.column()))
                .params(values)
                .query((row, n) -> item(row, now))
                .list();
        boolean more = found.size() > perPage;
        List<ReviewItem> items = more ? found.subList(0, perPage) : found;
        return new ReviewPage(items, more ? position(items.get(perPage - 1), sort) : null);
    }

    /** The open review of an enrollment, which the caller may see; empty where it waits for no person. */
    public Optional<ReviewItem> ofEnrollment(String enrollmentId) {
        Instant now = clock.instant();
        Map<String, @Nullable Object> values = values(now);
        values.put("id", enrollmentId);
        values.put("most", 1);
        return jdbc.sql(PAGE.formatted(
                        "r.workspace_id = :workspace and r.enrollment_id = :id", ReviewSort.AGE.column()))
                .params(values)
                .query((row, n) -> item(row, now))
                .optional();
    }

    private static ReviewCursor position(ReviewItem item, ReviewSort sort) {
        return new ReviewCursor(sort == ReviewSort.DUE ? item.dueAt() : item.submittedAt(), item.enrollmentId());
    }

    /** How many reviews of the given program instances each tab has; of all that the caller may see where empty. */
    public ReviewCounts counts(List<String> programInstanceIds) {
        Map<String, @Nullable Object> values = values(clock.instant());
        String visible = visible(gate.limit().narrow(programInstanceIds), values);
        values.put("most", ReviewCounts.COUNTED + 1);
        return jdbc.sql(COUNTS.formatted(visible))
                .params(values)
                .query((row, n) -> new ReviewCounts(
                        ReviewCounts.Count.of(row.getLong(ReviewTab.MINE.wire())),
                        ReviewCounts.Count.of(row.getLong(ReviewTab.UNASSIGNED.wire())),
                        ReviewCounts.Count.of(row.getLong(ReviewTab.ALL.wire())),
                        ReviewCounts.Count.of(row.getLong(ReviewTab.WAITING.wire()))))
                .single();
    }

    private Map<String, @Nullable Object> values(Instant now) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("workspace", WorkspaceScope.current().workspaceId());
        values.put("caller", gate.actor().id());
        values.put("now", Timestamp.from(now));
        values.put("flagged", DuplicateService.FLAGGED_FROM);
        return values;
    }

    private static String visible(List<String> programInstanceIds, Map<String, @Nullable Object> values) {
        String own = "r.workspace_id = :workspace";
        if (programInstanceIds.isEmpty()) {
            return own;
        }
        values.put("instances", programInstanceIds.toArray(String[]::new));
        return own + " and r.program_instance_id = any(:instances)";
    }

    /** Only the statuses that {@code review} has, for which the columns of the search are indexed. */
    private static String ofPerson(String q, Map<String, @Nullable Object> values) {
        List<String> ways = new ArrayList<>();
        ways.add(PersonSearch.of(q).sql("e", values));
        EnrollmentQueries.applicationNumber(q).ifPresent(number -> {
            ways.add("e.application_number = :number");
            values.put("number", number);
        });
        return "r.enrollment_id in (select e.id from enrollment e where e.workspace_id = :workspace"
                + " and e.status in ('candidate', 'submitted') and (" + String.join(" or ", ways) + "))";
    }

    private static ReviewItem item(ResultSet row, Instant now) throws SQLException {
        Instant due = instant(row, "due_at");
        List<ReviewFlag> flags = new ArrayList<>();
        if (!due.isAfter(now)) {
            flags.add(ReviewFlag.OVERDUE);
        }
        if (row.getBoolean("verdict_changed")) {
            flags.add(ReviewFlag.VERDICT_CHANGED);
        }
        if (row.getBoolean("rules_changed")) {
            flags.add(ReviewFlag.RULES_CHANGED);
        }
        if (row.getBoolean("possible_duplicate")) {
            flags.add(ReviewFlag.POSSIBLE_DUPLICATE);
        }
        if (row.getBoolean("answered")) {
            flags.add(ReviewFlag.ANSWER_ARRIVED);
        }
        return new ReviewItem(
                row.getString("enrollment_id"),
                row.getString("application_number"),
                ReviewKind.ofWire(row.getString("kind")),
                personName(row.getString("first_name"), row.getString("last_name"), row.getString("email")),
                row.getString("email"),
                row.getString("program_instance_id"),
                row.getString("program_name"),
                row.getString("title"),
                instant(row, "opened_at"),
                due,
                assignee(row.getString("assignee_id"), row.getString("display_name")),
                nullableInstant(row, "waiting_since"),
                flags);
    }

    static String personName(@Nullable String firstName, @Nullable String lastName, String email) {
        String name = Stream.of(firstName, lastName).filter(Objects::nonNull).collect(Collectors.joining(" "));
        return name.isBlank() ? email : name;
    }

    private static ReviewItem.@Nullable Assignee assignee(String id, @Nullable String name) {
        return id.isEmpty() ? null : new ReviewItem.Assignee(id, name == null ? "Former member" : name);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    private static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
