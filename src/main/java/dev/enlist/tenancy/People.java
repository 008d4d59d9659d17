package dev.enlist.tenancy;

import dev.enlist.shared.Cuid;
import dev.enlist.shared.EmailKey;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The accounts that people sign in with, and their memberships in workspaces, possibly of several organizations. An
 * account is found by e-mail and password together. Several accounts may have the same e-mail, so that registering an
 * address neither blocks its owner nor gives access to what the owner joins.
 */
@Service
public class People {

    /** Accounts with the same e-mail that are tried at sign-in, per organization. Bounds the cost of a sign-in. */
    private static final int MOST_PER_ORGANIZATION = 3;

    private static final String MEMBERS = """
            select p.id, p.user_id, p.display_name, p.program_instance_ids, u.email, u.credentials_version,
                   w.id as workspace_id, w.organization_id, string_agg(m.role, ',') as roles
            from workspace_member p
            join app_user u on u.id = p.user_id and p.email_key is not null
            join membership m on m.user_id = p.user_id and m.workspace_id = p.workspace_id
            join workspace w on w.id = p.workspace_id
            """;

    private static final String BY_PERSON = " group by p.workspace_id, p.id, u.id, w.id ";

    private static final RowMapper<Member> MEMBER = (row, n) -> new Member(
            row.getString("id"),
            row.getString("user_id"),
            row.getString("email"),
            row.getString("display_name"),
            row.getInt("credentials_version"),
            new WorkspaceRef(row.getString("workspace_id"), row.getString("organization_id")),
            Arrays.stream(row.getString("roles").split(",")).map(Role::ofWire).collect(Collectors.toUnmodifiableSet()),
            texts(row.getArray("program_instance_ids")));

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    People(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /** An account and the hash of its password. */
    public record Credentials(String accountId, String passwordHash) {}

    /**
     * The entry of a member in the list of a workspace.
     *
     * @param id                 the member's id in the workspace
     * @param programInstanceIds the program instances that the member is limited to; empty for all
     */
    public record Entry(String id, String displayName, Set<Role> roles, List<String> programInstanceIds) {}

    private static String emailKey(String email) {
        return EmailKey.of(email.strip()).value();
    }

    /**
     * Creates an account without memberships.
     *
     * @param passwordHash null where the person signs in at an OpenID Connect provider
     * @return the id of the account
     */
    @Transactional
    public String create(String email, @Nullable String passwordHash) {
        String id = Cuid.next();
        jdbc.sql("""
                        insert into app_user (id, email, email_key, password_hash, openid, created_at)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        id,
                        email,
                        emailKey(email),
                        passwordHash,
                        passwordHash == null,
                        Timestamp.from(clock.instant())))
                .update();
        return id;
    }

    /**
     * Makes the owner of an account a member of a workspace.
     *
     * @throws org.springframework.dao.DuplicateKeyException where the account or its e-mail is already a member
     */
    @Transactional
    public void join(String accountId, WorkspaceRef workspace, Entry entry) {
        jdbc.sql("""
                        insert into workspace_member (workspace_id, user_id, id, email_key, display_name,
                                                      program_instance_ids)
                        select ?, u.id, ?, u.email_key, ?, ? from app_user u where u.id = ?
                        """)
                .params(
                        workspace.workspaceId(),
                        entry.id(),
                        entry.displayName(),
                        entry.programInstanceIds().toArray(String[]::new),
                        accountId)
                .update();
        entry.roles().forEach(role -> grant(accountId, workspace, role));
    }

    private void grant(String accountId, WorkspaceRef workspace, Role role) {
        jdbc.sql("insert into membership (user_id, workspace_id, role) values (?, ?, ?) on conflict do nothing")
                .params(accountId, workspace.workspaceId(), role.wire())
                .update();
    }

    /** Replaces the roles of a member. */
    @Transactional
    public void setRoles(Member member, Set<Role> roles) {
        jdbc.sql("delete from membership where user_id = ? and workspace_id = ? and not role = any(?)")
                .params(
                        member.accountId(),
                        member.workspace().workspaceId(),
                        roles.stream().map(Role::wire).toArray(String[]::new))
                .update();
        roles.forEach(role -> grant(member.accountId(), member.workspace(), role));
    }

    /** Ends a membership. The account remains, and the name remains for histories and reports. */
    @Transactional
    public void leave(Member member) {
        jdbc.sql("delete from membership where user_id = ? and workspace_id = ?")
                .params(member.accountId(), member.workspace().workspaceId())
                .update();
        jdbc.sql("update workspace_member set email_key = null where workspace_id = ? and id = ?")
                .params(member.workspace().workspaceId(), member.userId())
                .update();
    }

    /** Changes the display name and the program instances of a member in one workspace. */
    @Transactional
    public void describe(Member member, String displayName, List<String> programInstanceIds) {
        jdbc.sql("""
                        update workspace_member set display_name = ?, program_instance_ids = ?
                        where workspace_id = ? and id = ?
                        """)
                .params(
                        displayName,
                        programInstanceIds.toArray(String[]::new),
                        member.workspace().workspaceId(),
                        member.userId())
                .update();
    }

    /** Sets a new password. Sessions that began with the old password end. */
    @Transactional
    public void setPassword(String accountId, String passwordHash) {
        jdbc.sql("update app_user set password_hash = ?, credentials_version = credentials_version + 1 where id = ?")
                .params(passwordHash, accountId)
                .update();
        events.publishEvent(new CredentialsChanged(accountId));
    }

    /** Makes all sessions of an account invalid, from their next request on; its password stays. */
    @Transactional
    public void endSessions(String accountId) {
        jdbc.sql("update app_user set credentials_version = credentials_version + 1 where id = ?")
                .param(accountId)
                .update();
    }

    /**
     * The language and the time zone in which the owner of an account reads dates and numbers.
     *
     * @param language BCP 47 tag; null for that of the browser
     * @param timeZone IANA name; null for that of the browser
     */
    public record Preferences(
            @Nullable String language, @Nullable String timeZone) {

        public static final Preferences NONE = new Preferences(null, null);
    }

    public Preferences preferences(String accountId) {
        return jdbc.sql("select language, time_zone from app_user where id = ?")
                .param(accountId)
                .query((row, n) -> new Preferences(row.getString(1), row.getString(2)))
                .optional()
                .orElse(Preferences.NONE);
    }

    @Transactional
    public void setPreferences(String accountId, Preferences preferences) {
        jdbc.sql("update app_user set language = ?, time_zone = ? where id = ?")
                .params(Arrays.asList(preferences.language(), preferences.timeZone(), accountId))
                .update();
    }

    /** Removes the password of an account and ends the sessions that began with it. */
    @Transactional
    public void endPassword(String accountId) {
        jdbc.sql("update app_user set password_hash = null, credentials_version = credentials_version + 1 where id = ?")
                .param(accountId)
                .update();
        events.publishEvent(new CredentialsChanged(accountId));
    }

    /**
     * Moves the memberships in these workspaces to a new account with the same e-mail and no password. No other
     * workspace uses that account.
     *
     * @return the id of the new account
     */
    @Transactional
    public String separate(Member member, List<String> workspaceIds) {
        String fresh = Cuid.next();
        jdbc.sql("""
                        insert into app_user (id, email, email_key, created_at, language, time_zone)
                        select ?, email, email_key, ?, language, time_zone from app_user where id = ?
                        """)
                .params(fresh, Timestamp.from(clock.instant()), member.accountId())
                .update();
        for (String table : List.of("workspace_member", "membership")) {
            jdbc.sql("update " + table + " set user_id = ? where user_id = ? and workspace_id = any(?)")
                    .params(fresh, member.accountId(), workspaceIds.toArray(String[]::new))
                    .update();
        }
        events.publishEvent(new CredentialsChanged(fresh));
        return fresh;
    }

    /**
     * Locks an account until the end of the transaction. Returns whether its owner signs in at an OpenID Connect
     * provider.
     */
    public boolean lockAccount(String accountId) {
        return jdbc.sql("select openid from app_user where id = ? for update")
                .param(accountId)
                .query(Boolean.class)
                .single();
    }

    /** Serializes changes to the members of a workspace, so that at least one administrator remains. */
    public void lockMembership(WorkspaceRef workspace) {
        jdbc.sql("select id from workspace where id = ? for update")
                .param(workspace.workspaceId())
                .query(String.class)
                .single();
    }

    /** The memberships of an account, one per workspace, in the order of joining. */
    public List<Member> memberships(String accountId) {
        return jdbc.sql(MEMBERS + "where u.id = ?" + BY_PERSON + "order by min(m.granted_at), w.id")
                .param(accountId)
                .query(MEMBER)
                .list();
    }

    /**
     * The memberships of every account with an e-mail: first the accounts that sign in at a provider, then in the order
     * of joining.
     */
    public List<Member> membershipsByEmail(String email) {
        return jdbc.sql(MEMBERS + "where u.email_key = ?" + BY_PERSON
                        + "order by u.openid desc, min(m.granted_at), w.id")
                .param(emailKey(email))
                .query(MEMBER)
                .list();
    }

    /** All members of a workspace, ordered by e-mail. */
    public List<Member> members(WorkspaceRef workspace) {
        return jdbc.sql(MEMBERS + "where p.workspace_id = ?" + BY_PERSON + "order by u.email")
                .param(workspace.workspaceId())
                .query(MEMBER)
                .list();
    }

    /**
     * The members of a workspace whose e-mail and display name match these patterns, ordered by e-mail. Only {@code %}
     * is a wildcard; it matches any text. Matching ignores case.
     *
     * @param emailLike null for every e-mail
     * @param nameLike  null for every display name
     */
    public List<Member> members(WorkspaceRef workspace, @Nullable String emailLike, @Nullable String nameLike) {
        return jdbc.sql(MEMBERS + """
                        where p.workspace_id = :workspace and u.email ilike :email escape '\\'
                          and p.display_name ilike :name escape '\\'
                        """ + BY_PERSON + "order by u.email")
                .param("workspace", workspace.workspaceId())
                .param("email", likePattern(emailLike))
                .param("name", likePattern(nameLike))
                .query(MEMBER)
                .list();
    }

    private static String likePattern(@Nullable String pattern) {
        return pattern == null ? "%" : pattern.replace("\\", "\\\\").replace("_", "\\_");
    }

    /** A member of a workspace by the id that the workspace uses. */
    public Optional<Member> member(WorkspaceRef workspace, String userId) {
        return jdbc.sql(MEMBERS + "where p.workspace_id = ? and p.id = ?" + BY_PERSON)
                .params(workspace.workspaceId(), userId)
                .query(MEMBER)
                .optional();
    }

    /** A member of a workspace by e-mail. */
    public Optional<Member> memberByEmail(WorkspaceRef workspace, String email) {
        return jdbc.sql(MEMBERS + "where p.workspace_id = ? and p.email_key = ?" + BY_PERSON)
                .params(workspace.workspaceId(), emailKey(email))
                .query(MEMBER)
                .optional();
    }

    /** The accounts with an e-mail and a password, at most three per organization. */
    public List<Credentials> credentials(String email) {
        return jdbc.sql("""
                        select id, password_hash from (
                          select u.id, u.password_hash, u.last_signed_in_at,
                                 row_number() over (
                                   partition by (select min(w.organization_id) from membership m
                                                 join workspace w on w.id = m.workspace_id where m.user_id = u.id)
                                   order by u.last_signed_in_at desc nulls last, u.id desc) as nth
                          from app_user u where u.email_key = ? and u.password_hash is not null) account
                        where nth <= ? order by last_signed_in_at desc nulls last, id desc
                        """)
                .params(emailKey(email), MOST_PER_ORGANIZATION)
                .query((row, n) -> new Credentials(row.getString(1), row.getString(2)))
                .list();
    }

    /** The password hash of an account; empty where its owner signs in at a provider. */
    public Optional<String> passwordHash(String accountId) {
        return jdbc.sql("select password_hash from app_user where id = ? and password_hash is not null")
                .param(accountId)
                .query(String.class)
                .optional();
    }

    /** The account with an e-mail whose owner signs in at an OpenID Connect provider. */
    public Optional<String> openIdAccount(String email) {
        return jdbc.sql("select id from app_user where email_key = ? and openid order by created_at, id limit 1")
                .param(emailKey(email))
                .query(String.class)
                .optional();
    }

    @Transactional
    public void tellSignIn(String accountId) {
        jdbc.sql("update app_user set last_signed_in_at = ? where id = ?")
                .params(Timestamp.from(clock.instant()), accountId)
                .update();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
