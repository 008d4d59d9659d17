package dev.enlist.tenancy;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.EmailKey;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The people who sign in, and their roles in workspaces. A person is known by e-mail in the whole
 * installation, and may work in workspaces of several organizations.
 */
@Service
public class People {

    private static final String MEMBERS = """
            select u.id, u.email, u.display_name, u.credentials_version, w.id as workspace_id, w.organization_id,
                   string_agg(m.role, ',') as roles
            from app_user u join membership m on m.user_id = u.id join workspace w on w.id = m.workspace_id
            """;

    private static final RowMapper<Member> MEMBER = (row, n) -> new Member(
            row.getString("id"),
            row.getString("email"),
            row.getString("display_name"),
            row.getInt("credentials_version"),
            new WorkspaceRef(row.getString("workspace_id"), row.getString("organization_id")),
            Arrays.stream(row.getString("roles").split(",")).map(Role::ofWire).collect(Collectors.toUnmodifiableSet()));

    private final JdbcClient jdbc;
    private final Clock clock;

    People(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A new person, without any membership yet.
     *
     * @param passwordHash null for somebody who signs in elsewhere
     */
    @Transactional
    public String create(String email, String displayName, @Nullable String passwordHash) {
        String id = Cuid.next();
        jdbc.sql("insert into app_user (id, email, email_key, display_name, password_hash, created_at)"
                        + " values (?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        id,
                        email,
                        EmailKey.of(email).value(),
                        displayName,
                        passwordHash,
                        Timestamp.from(clock.instant())))
                .update();
        return id;
    }

    /** Somebody's id, by e-mail as {@link EmailKey} compares it. */
    public Optional<String> idOf(String email) {
        return jdbc.sql("select id from app_user where email_key = ?")
                .param(EmailKey.of(email).value())
                .query(String.class)
                .optional();
    }

    @Transactional
    public void grant(String userId, WorkspaceRef workspace, Role role) {
        jdbc.sql("insert into membership (user_id, workspace_id, role) values (?, ?, ?) on conflict do nothing")
                .params(userId, workspace.workspaceId(), role.wire())
                .update();
    }

    /** Gives somebody these roles in the workspace and no others; none of them ends the membership. */
    @Transactional
    public void setRoles(String userId, WorkspaceRef workspace, Set<Role> roles) {
        jdbc.sql("delete from membership where user_id = ? and workspace_id = ? and not role = any(?)")
                .params(
                        userId,
                        workspace.workspaceId(),
                        roles.stream().map(Role::wire).toArray(String[]::new))
                .update();
        roles.forEach(role -> grant(userId, workspace, role));
    }

    @Transactional
    public void rename(String userId, String displayName) {
        jdbc.sql("update app_user set display_name = ? where id = ?")
                .params(displayName, userId)
                .update();
    }

    /** A new password; whoever is signed in with the one before is signed out. */
    @Transactional
    public void setPassword(String userId, String passwordHash) {
        jdbc.sql("update app_user set password_hash = ?, credentials_version = credentials_version + 1 where id = ?")
                .params(passwordHash, userId)
                .update();
    }

    /** Those who change the administrators of a workspace take turns, so that one always remains. */
    public void lockMembership(WorkspaceRef workspace) {
        jdbc.sql("select id from workspace where id = ? for update")
                .param(workspace.workspaceId())
                .query(String.class)
                .single();
    }

    /** The memberships of a person, by e-mail, one per workspace, the one joined first before others. */
    public List<Member> memberships(String email) {
        return jdbc.sql(MEMBERS + "where u.email_key = ? group by u.id, w.id order by min(m.granted_at), w.id")
                .param(EmailKey.of(email).value())
                .query(MEMBER)
                .list();
    }

    /** Everybody in a workspace, by e-mail. */
    public List<Member> members(WorkspaceRef workspace) {
        return jdbc.sql(MEMBERS + "where w.id = ? group by u.id, w.id order by u.email")
                .param(workspace.workspaceId())
                .query(MEMBER)
                .list();
    }

    /** A person as a member of a workspace. */
    public Optional<Member> member(WorkspaceRef workspace, String userId) {
        return jdbc.sql(MEMBERS + "where w.id = ? and u.id = ? group by u.id, w.id")
                .params(workspace.workspaceId(), userId)
                .query(MEMBER)
                .optional();
    }

    /** The hash of a person's password, by e-mail; empty also for those who sign in elsewhere. */
    public Optional<String> passwordHash(String email) {
        return jdbc.sql("select password_hash from app_user where email_key = ? and password_hash is not null")
                .param(EmailKey.of(email).value())
                .query(String.class)
                .optional();
    }

    @Transactional
    public void tellSignIn(String userId) {
        jdbc.sql("update app_user set last_signed_in_at = ? where id = ?")
                .params(Timestamp.from(clock.instant()), userId)
                .update();
    }
}
