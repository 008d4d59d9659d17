package dev.enlist.access;

import dev.enlist.shared.EmailKey;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Stores open invitations and password links. Uses plain JDBC because a link is opened before the workspace is known.
 */
@Repository
class InvitationRepository {

    private static final String COLUMNS = """
            select i.id, i.workspace_id, w.organization_id, i.email, i.display_name, i.roles, i.program_instance_ids,
                   i.openid, i.expires_at
            from invitation i join workspace w on w.id = i.workspace_id
            """;

    private final JdbcClient jdbc;

    InvitationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores an invitation. Replaces an open invitation for the same e-mail address and ends its link.
     *
     * @return the id; that of the replaced invitation if there was one
     */
    String put(Invitation invitation, String token, String invitedBy, Instant now) {
        return jdbc.sql("""
                        insert into invitation (id, workspace_id, email, email_key, display_name, roles,
                                                program_instance_ids, openid, token_hash, invited_by, created_at,
                                                expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (workspace_id, email_key) do update set
                          email = excluded.email, display_name = excluded.display_name, roles = excluded.roles,
                          program_instance_ids = excluded.program_instance_ids, openid = excluded.openid,
                          agreed_at = null, token_hash = excluded.token_hash, invited_by = excluded.invited_by,
                          created_at = excluded.created_at, expires_at = excluded.expires_at
                        returning id
                        """)
                .params(Arrays.asList(
                        invitation.id(),
                        invitation.workspace().workspaceId(),
                        invitation.email(),
                        EmailKey.of(invitation.email().strip()).value(),
                        invitation.displayName(),
                        wire(invitation.roles()),
                        invitation.programInstanceIds().toArray(String[]::new),
                        invitation.openid(),
                        OneTimeToken.hash(token),
                        invitedBy,
                        Timestamp.from(now),
                        Timestamp.from(invitation.expiresAt())))
                .query(String.class)
                .single();
    }

    void change(Invitation invitation) {
        jdbc.sql("""
                        update invitation set display_name = ?, roles = ?, program_instance_ids = ?
                        where workspace_id = ? and id = ?
                        """)
                .params(
                        invitation.displayName(),
                        wire(invitation.roles()),
                        invitation.programInstanceIds().toArray(String[]::new),
                        invitation.workspace().workspaceId(),
                        invitation.id())
                .update();
    }

    /** Lists the open invitations of a workspace, expired ones included. */
    List<Invitation> list(WorkspaceRef workspace) {
        return jdbc.sql(COLUMNS + "where i.workspace_id = ? order by i.id")
                .param(workspace.workspaceId())
                .query((row, n) -> invitation(row))
                .list();
    }

    Optional<Invitation> find(WorkspaceRef workspace, String id) {
        return jdbc.sql(COLUMNS + "where i.workspace_id = ? and i.id = ?")
                .params(workspace.workspaceId(), id)
                .query((row, n) -> invitation(row))
                .optional();
    }

    /** Finds the invitation of a link; empty if it has expired. */
    Optional<Invitation> byToken(String token, Instant now) {
        return jdbc.sql(COLUMNS + "where i.token_hash = ? and i.expires_at > ?")
                .params(OneTimeToken.hash(token), Timestamp.from(now))
                .query((row, n) -> invitation(row))
                .optional();
    }

    /** Deletes and returns an invitation; empty if it was accepted, revoked, replaced or expired meanwhile. */
    Optional<Invitation> take(String token, Instant now) {
        return jdbc.sql("""
                        with taken as (delete from invitation where token_hash = ? and expires_at > ? returning *)
                        """ + COLUMNS.replace("from invitation i", "from taken i"))
                .params(OneTimeToken.hash(token), Timestamp.from(now))
                .query((row, n) -> invitation(row))
                .optional();
    }

    /** Records that the person agreed and must now sign in at the provider. Ends the link. */
    boolean agree(String token, Instant now) {
        return jdbc.sql("""
                        update invitation set agreed_at = :now, openid = true, token_hash = sha256(token_hash)
                        where token_hash = :hash and expires_at > :now
                        """)
                        .param("now", Timestamp.from(now))
                        .param("hash", OneTimeToken.hash(token))
                        .update()
                > 0;
    }

    /** The open invitations to which the owner of an e-mail address agreed. */
    List<Invitation> agreed(String email, Instant now) {
        return open(email, now, " and i.agreed_at is not null");
    }

    /** The open invitations to sign in at a provider. */
    List<Invitation> openIdInvitations(String email, Instant now) {
        return open(email, now, "");
    }

    private List<Invitation> open(String email, Instant now, String further) {
        return jdbc.sql(COLUMNS + "where i.email_key = ? and i.openid and i.expires_at > ?" + further)
                .params(EmailKey.of(email.strip()).value(), Timestamp.from(now))
                .query((row, n) -> invitation(row))
                .list();
    }

    /** Deletes and returns an invitation to sign in at a provider. */
    Optional<Invitation> takeById(Invitation invitation, Instant now) {
        return jdbc.sql("""
                        with taken as (
                          delete from invitation where workspace_id = ? and id = ? and openid and expires_at > ?
                          returning *)
                        """ + COLUMNS.replace("from invitation i", "from taken i"))
                .params(invitation.workspace().workspaceId(), invitation.id(), Timestamp.from(now))
                .query((row, n) -> invitation(row))
                .optional();
    }

    void revoke(WorkspaceRef workspace, String id) {
        jdbc.sql("delete from invitation where workspace_id = ? and id = ?")
                .params(workspace.workspaceId(), id)
                .update();
    }

    /** Returns the ids that are not program instances of the workspace. */
    List<String> unknownInstances(WorkspaceRef workspace, List<String> programInstanceIds) {
        return jdbc.sql("""
                        select wanted from unnest(?) wanted
                        where not exists (select 1 from program_instance i where i.workspace_id = ? and i.id = wanted)
                        """)
                .params(programInstanceIds.toArray(String[]::new), workspace.workspaceId())
                .query(String.class)
                .list();
    }

    /** Stores an administrator's password link of an account and ends the previous links. */
    void putPasswordLink(String accountId, String token, Instant now, Instant expiresAt) {
        jdbc.sql("""
                        with ended as (delete from password_link where user_id = :account and requested)
                        insert into password_link (user_id, token_hash, created_at, expires_at)
                        values (:account, :hash, :now, :end)
                        on conflict (user_id, requested) do update set
                          token_hash = excluded.token_hash, created_at = excluded.created_at,
                          expires_at = excluded.expires_at
                        """)
                .param("account", accountId)
                .param("hash", OneTimeToken.hash(token))
                .param("now", Timestamp.from(now))
                .param("end", Timestamp.from(expiresAt))
                .update();
    }

    /**
     * Stores the link that the owner of an account asked for, and ends the previous one of this kind.
     *
     * @param notSince no link is stored if the previous one was created after this time
     * @return whether the link was stored
     */
    boolean putRequestedLink(String accountId, String token, Instant now, Instant expiresAt, Instant notSince) {
        return jdbc.sql("""
                        insert into password_link as l (user_id, requested, token_hash, created_at, expires_at)
                        values (?, true, ?, ?, ?)
                        on conflict (user_id, requested) do update set
                          token_hash = excluded.token_hash, created_at = excluded.created_at,
                          expires_at = excluded.expires_at
                        where l.created_at <= ?
                        """)
                        .params(
                                accountId,
                                OneTimeToken.hash(token),
                                Timestamp.from(now),
                                Timestamp.from(expiresAt),
                                Timestamp.from(notSince))
                        .update()
                > 0;
    }

    /** The e-mail address of the account of a password link; empty if it has expired. */
    Optional<String> emailOfPasswordLink(String token, Instant now) {
        return jdbc.sql("""
                        select u.email from password_link l join app_user u on u.id = l.user_id
                        where l.token_hash = ? and l.expires_at > ?
                        """)
                .params(OneTimeToken.hash(token), Timestamp.from(now))
                .query(String.class)
                .optional();
    }

    /** Deletes a password link, and the other one of its account; returns the account. */
    Optional<String> takePasswordLink(String token, Instant now) {
        return jdbc.sql("""
                        with taken as (
                          delete from password_link where token_hash = :hash and expires_at > :now returning user_id),
                        ended as (
                          delete from password_link l using taken
                          where l.user_id = taken.user_id and l.token_hash <> :hash)
                        select user_id from taken
                        """)
                .param("hash", OneTimeToken.hash(token))
                .param("now", Timestamp.from(now))
                .query(String.class)
                .optional();
    }

    /** Ends the password links of an account. */
    void endPasswordLink(String accountId) {
        jdbc.sql("delete from password_link where user_id = ?").param(accountId).update();
    }

    private static String[] wire(Set<Role> roles) {
        return roles.stream().map(Role::wire).sorted().toArray(String[]::new);
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                row.getString("id"),
                new WorkspaceRef(row.getString("workspace_id"), row.getString("organization_id")),
                row.getString("email"),
                row.getString("display_name"),
                Arrays.stream((String[]) row.getArray("roles").getArray())
                        .map(Role::ofWire)
                        .collect(Collectors.toUnmodifiableSet()),
                List.of((String[]) row.getArray("program_instance_ids").getArray()),
                row.getBoolean("openid"),
                row.getTimestamp("expires_at").toInstant());
    }
}
