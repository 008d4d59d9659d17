package dev.enlist.database;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds nodes of earlier releases on this database, by their sessions. */
@Component
public class EarlierNodeQuery {

    /**
     * Sessions of users of the application: the one of this session, and those that have its role. The columns of
     * pg_stat_activity that it reads are visible to every user.
     */
    private static final String SESSIONS = """
            select distinct format('%s of %s', coalesce(nullif(application_name, ''), 'without a name'), usename) as session
            from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and (usename = session_user or exists (
                    select 1 from pg_auth_members m join pg_roles r on r.oid = m.roleid
                    where r.rolname = :role and m.member = usesysid))
              and coalesce(substring(application_name from '/level-([0-9]+)$')::int, 0) < :level
            order by session
            """;

    private final JdbcClient jdbc;

    EarlierNodeQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Names and users of the sessions, for the log; empty where all nodes are of this release or a later one. */
    public List<String> sessions() {
        return jdbc.sql(SESSIONS)
                .param("role", ApplicationRoleCallback.NAME)
                .param("level", ReleaseLevel.CURRENT)
                .query(String.class)
                .list();
    }
}
