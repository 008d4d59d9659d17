package dev.enlist.customer;

import dev.enlist.shared.EmailKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Computes the keys of the e-mails and names that are stored. Records that turn out to have the same key stay as they
 * are: the one found later is marked as a duplicate of the other and reported in the log by its id, so that a person
 * can correct its e-mail or delete it. Both are found when the person asks for data or erasure.
 */
@Component
class V47__EmailKeys extends BaseJavaMigration {

    private static final Logger LOG = LoggerFactory.getLogger(V47__EmailKeys.class);

    private static final int PAGE = 1000;

    /** Rows whose keys may differ: for pure ASCII, the database and Java compute the same key. */
    private static final String NEXT = """
            select * from %s where workspace_id = ? and id > ?
              and (concat(email, first_name, last_name) ~ '[^\\x01-\\x7f]'
                or email_key is distinct from lower(email collate "C")
                or first_name_key is distinct from lower(first_name collate "C")
                or last_name_key is distinct from lower(last_name collate "C"))
            order by id limit ?
            """;

    private static final String OTHER_PEOPLE = """
            select id, duplicate from %s where workspace_id = ? and email_key = ? and id <> ? order by duplicate desc
            """;

    private static final String OTHER_ENROLLMENTS = """
            select o.id, o.duplicate
            from enrollment o join enrollment e on e.program_instance_id = o.program_instance_id
            where o.workspace_id = ? and o.email_key = ? and e.id = ? and o.id <> e.id
              and o.status in ('candidate', 'eligible', 'submitted', 'approved')
              and e.status in ('candidate', 'eligible', 'submitted', 'approved')
            order by o.duplicate desc
            """;

    @Override
    public void migrate(Context context) {
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true));
        for (String workspaceId : jdbc.queryForList("select id from workspace order by id", String.class)) {
            // row security binds the owner of the tables as well
            jdbc.queryForObject("select set_config('enlist.workspace', ?, true)", String.class, workspaceId);
            people(jdbc, workspaceId, "customer", OTHER_PEOPLE.formatted("customer"));
            people(jdbc, workspaceId, "lead", OTHER_PEOPLE.formatted("lead"));
            people(jdbc, workspaceId, "enrollment", OTHER_ENROLLMENTS);
        }
        for (String table : List.of("customer", "lead", "enrollment")) {
            jdbc.execute("alter table " + table + " alter column email_key set not null");
        }
        accounts(jdbc);
    }

    private static void people(JdbcTemplate jdbc, String workspaceId, String table, String others) {
        String after = "";
        while (true) {
            List<Map<String, Object>> rows = jdbc.queryForList(NEXT.formatted(table), workspaceId, after, PAGE);
            for (Map<String, Object> row : rows) {
                after = (String) row.get("id");
                String email = (String) row.get("email");
                String key = EmailKey.of(email).value();
                int duplicate = (Integer) row.get("duplicate");
                if (!key.equals(row.get("email_key"))) {
                    keepOptOut(jdbc, workspaceId, email, key);
                    List<Map<String, Object>> same = jdbc.queryForList(others, workspaceId, key, after);
                    duplicate = same.isEmpty() ? 0 : (Integer) same.get(0).get("duplicate") + 1;
                    if (duplicate > 0) {
                        LOG.warn(
                                "In the workspace {} the {} {} has the same e-mail as {}. Correct its e-mail, or delete"
                                        + " it.",
                                workspaceId,
                                table,
                                after,
                                same.get(same.size() - 1).get("id"));
                    }
                }
                jdbc.update(
                        "update " + table + " set email_key = ?, first_name_key = ?, last_name_key = ?, duplicate = ?"
                                + " where id = ?",
                        key,
                        PersonSearch.key((@Nullable String) row.get("first_name")),
                        PersonSearch.key((@Nullable String) row.get("last_name")),
                        duplicate,
                        after);
            }
            if (rows.size() < PAGE) {
                return;
            }
        }
    }

    /** A hash of the key identifies people who opted out of invitations. */
    private static void keepOptOut(JdbcTemplate jdbc, String workspaceId, String email, String key) {
        jdbc.update("""
                insert into mail_opt_out (workspace_id, address_hash, at)
                select workspace_id, ?, at from mail_opt_out where workspace_id = ? and address_hash = ?
                on conflict do nothing
                """, hash(workspaceId, key), workspaceId, hash(workspaceId, email.toLowerCase(Locale.ROOT)));
    }

    private static byte[] hash(String workspaceId, String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest((workspaceId + text).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Several accounts may have one key. Within a workspace a key names one member; a second one keeps its rights. */
    private static void accounts(JdbcTemplate jdbc) {
        for (Map<String, Object> row : jdbc.queryForList("select id, email from app_user where email_key is null")) {
            jdbc.update(
                    "update app_user set email_key = ? where id = ?",
                    EmailKey.of((String) row.get("email")).value(),
                    row.get("id"));
        }
        jdbc.execute("alter table app_user alter column email_key set not null");
        jdbc.execute("create index if not exists app_user_email on app_user (email_key)");
        jdbc.update("""
                update workspace_member m set email_key = u.email_key
                from app_user u
                where u.id = m.user_id and m.email_key is distinct from u.email_key
                  and not exists (
                    select 1 from workspace_member o join app_user v on v.id = o.user_id
                    where o.workspace_id = m.workspace_id and v.email_key = u.email_key and v.id < u.id)
                """);
    }
}
