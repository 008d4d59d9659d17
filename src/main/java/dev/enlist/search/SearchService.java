package dev.enlist.search;

import dev.enlist.customer.PersonSearch;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Searches the workspace in scope. One statement for each kind that the caller may read, each of a bounded number of rows:
 * people and applications by ranges of indexes, the few hundred names of a workspace by the beginning of their words.
 * A member who is limited to program instances finds what belongs to them.
 */
@Service
@Transactional(readOnly = true)
public class SearchService {

    /** Results of one kind. */
    public static final int MOST = 6;

    /** Typed beginnings of an application number with fewer characters match too many. */
    private static final int SHORTEST_NUMBER = 4;

    private static final int NUMBER_HALF = 4;

    /** The greatest character: sorts after every text with a prefix. */
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    private static final String APPLICATIONS = """
            select e.id, null as slug, coalesce(nullif(concat_ws(' ', e.first_name, e.last_name), ''), e.email) as title,
                   e.application_number || ' · ' || i.title as detail, e.status
            from enrollment e join program_instance i on i.id = e.program_instance_id
            where e.workspace_id = :workspace and e.application_number >= :from and e.application_number < :to and %s
            order by e.application_number limit :most
            """;

    /** Parameters: condition of the search and visibility, for customers and for leads. */
    private static final String PEOPLE = """
            select * from (
                (select p.id, null as slug, concat_ws(' ', p.first_name, p.last_name) as title, p.email as detail,
                        'customer' as status
                 from customer p where p.workspace_id = :workspace and %1$s and %2$s limit :most)
                union all
                (select p.id, null as slug, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email),
                        p.email, 'lead'
                 from lead p where p.workspace_id = :workspace and p.customer_id is null and %1$s and %3$s limit :most)
            ) found order by status, title, id limit :most
            """;

    private static final String INSTANCES = """
            select i.id, null as slug, i.title, p.name as detail, null as status
            from program_instance i join program p on p.id = i.program_id
            where i.workspace_id = :workspace and %2$s and (%1$s)
            order by i.archived_at is not null, position(:words in lower(i.title)), i.title, i.id limit :most
            """.replace("%1$s", names("i.title", "p.name"));

    private static final String PROGRAMS = """
            select p.id, p.slug, p.name as title, p.type as detail, null as status from program p
            where p.id in (select o.id from program o where o.organization_id = :organization
                           union select i.program_id from program_instance i where i.workspace_id = :workspace)
              and (%1$s)
            order by position(:words in lower(p.name)), p.name, p.id limit :most
            """.replace("%1$s", names("p.name", "p.slug"));

    private static final String CAMPAIGNS = """
            select c.id, null as slug, c.name as title, c.program_slug as detail, c.status from campaign c
            where c.workspace_id = :workspace and (%1$s)
            order by position(:words in lower(c.name)), c.name, c.id limit :most
            """.replace("%1$s", names("c.name", "c.name"));

    private static final String RULE_SETS = """
            select r.id, r.slug, r.name as title, r.slug as detail, null as status from rule_set r
            where r.workspace_id = :workspace and (%1$s)
            order by position(:words in lower(r.name)), r.name, r.id limit :most
            """.replace("%1$s", names("r.name", "r.slug"));

    private final JdbcClient jdbc;
    private final AccessGate gate;

    SearchService(JdbcClient jdbc, AccessGate gate) {
        this.jdbc = jdbc;
        this.gate = gate;
    }

    /** @param q what a person typed, not blank */
    public SearchResult search(String q) {
        return new SearchResult(Stream.of(SearchKind.values())
                .filter(kind -> gate.has(kind.scope()))
                .map(kind -> group(kind, find(kind, q.strip())))
                .filter(group -> !group.items().isEmpty())
                .toList());
    }

    private static SearchResult.Group group(SearchKind kind, List<SearchResult.Hit> found) {
        boolean more = found.size() > MOST;
        return new SearchResult.Group(kind, more ? List.copyOf(found.subList(0, MOST)) : found, more);
    }

    private List<SearchResult.Hit> find(SearchKind kind, String q) {
        Map<String, @Nullable Object> values = values();
        return switch (kind) {
            case APPLICATION -> applications(q, values);
            case PERSON -> {
                String matches = PersonSearch.of(q).sql("p", values);
                yield hits(
                        PEOPLE.formatted(matches, takesPart("customer_id", values), takesPart("lead_id", values)),
                        values);
            }
            case PROGRAM_INSTANCE -> {
                words(q, values);
                yield hits(INSTANCES.replace("%2$s", visible("i.id", values)), values);
            }
            case PROGRAM -> named(PROGRAMS, q, values);
            case CAMPAIGN -> named(CAMPAIGNS, q, values);
            case RULE_SET -> named(RULE_SETS, q, values);
        };
    }

    /** By a whole application number, or by its beginning; blanks, lower case and a missing dash are accepted. */
    private List<SearchResult.Hit> applications(String q, Map<String, @Nullable Object> values) {
        String number = EnrollmentQueries.applicationNumber(q).orElseGet(() -> beginning(q));
        if (number.isEmpty()) {
            return List.of();
        }
        values.put("from", number);
        values.put("to", number + LAST);
        return hits(APPLICATIONS.formatted(visible("e.program_instance_id", values)), values);
    }

    private static String beginning(String q) {
        String characters = q.toUpperCase(Locale.ROOT).replaceAll("[-\\s]", "");
        boolean number = characters.length() >= SHORTEST_NUMBER
                && characters.length() < 2 * NUMBER_HALF
                && characters.matches("[0-9A-HJKMNP-TV-Z]+");
        if (!number) {
            return "";
        }
        return characters.length() == NUMBER_HALF
                ? characters
                : characters.substring(0, NUMBER_HALF) + "-" + characters.substring(NUMBER_HALF);
    }

    private List<SearchResult.Hit> named(String sql, String q, Map<String, @Nullable Object> values) {
        words(q, values);
        return hits(sql, values);
    }

    /** The words as they were typed, too: a database with the locale C knows the lower case of ASCII letters only. */
    private static void words(String q, Map<String, @Nullable Object> values) {
        String escaped = q.replaceAll("([\\\\%_])", "\\\\$1");
        values.put("words", q.toLowerCase(Locale.ROOT));
        values.put("lower", "%" + escaped.toLowerCase(Locale.ROOT) + "%");
        values.put("typed", "%" + escaped + "%");
    }

    private static String names(String one, String other) {
        return Stream.of(one, other)
                .distinct()
                .map(column -> "lower(" + column + ") like :lower or " + column + " like :typed")
                .reduce((first, second) -> first + " or " + second)
                .orElseThrow();
    }

    private String visible(String column, Map<String, @Nullable Object> values) {
        if (!gate.limit().isLimited()) {
            return "true";
        }
        values.put("instances", gate.limit().programInstanceIds().toArray(String[]::new));
        return column + " = any(:instances)";
    }

    private String takesPart(String reference, Map<String, @Nullable Object> values) {
        return gate.limit().isLimited()
                ? "exists (select 1 from enrollment e where e." + reference + " = p.id and "
                        + visible("e.program_instance_id", values) + ")"
                : "true";
    }

    private static Map<String, @Nullable Object> values() {
        WorkspaceRef here = WorkspaceScope.current();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("workspace", here.workspaceId());
        values.put("organization", here.organizationId());
        values.put("most", MOST + 1);
        return values;
    }

    private List<SearchResult.Hit> hits(String sql, Map<String, @Nullable Object> values) {
        return new ArrayList<>(jdbc.sql(sql)
                .params(values)
                .query((row, n) -> new SearchResult.Hit(
                        row.getString("id"),
                        row.getString("slug"),
                        row.getString("title"),
                        row.getString("detail"),
                        row.getString("status")))
                .list());
    }
}
