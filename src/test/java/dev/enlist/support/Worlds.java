package dev.enlist.support;

import dev.enlist.access.ApiKeyService;
import dev.enlist.access.Caller;
import dev.enlist.access.InvitationService;
import dev.enlist.access.UserService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

/**
 * Creates organizations for tests. A test that looks at all of a workspace - a list, a count, a feed, settings - takes
 * one of its own, so that it sees no data of other tests; a test that asks for what it made itself shares one with its
 * class, because an organization with a workspace costs as much as ten requests.
 */
@TestComponent
public class Worlds {

    private final TenancyService tenancy;
    private final ApiKeyService keys;
    private final UserService users;
    private final InvitationService invitations;
    private final Environment environment;
    private final OwnerJdbc owner;
    private final Map<Class<?>, World> shared = new ConcurrentHashMap<>();

    Worlds(
            TenancyService tenancy,
            ApiKeyService keys,
            UserService users,
            InvitationService invitations,
            Environment environment,
            OwnerJdbc owner) {
        this.tenancy = tenancy;
        this.keys = keys;
        this.users = users;
        this.invitations = invitations;
        this.environment = environment;
        this.owner = owner;
    }

    /** A new organization with one workspace. */
    public World organization() {
        String organizationId = tenancy.createOrganization("Organization " + Cuid.next());
        return workspace(organizationId, "production");
    }

    /** The organization that the tests of a class share. Changes of its settings would reach the other tests. */
    public World shared(Object test) {
        return shared.computeIfAbsent(test.getClass(), first -> organization());
    }

    /** An organization to which no test writes: what it asks for by id is of another organization. */
    public World stranger() {
        return shared.computeIfAbsent(Worlds.class, first -> organization());
    }

    /**
     * Another organization for all classes, in which a test creates what its own organization must not see. No test looks
     * at more of it than it created.
     */
    public World other() {
        return shared.computeIfAbsent(World.class, first -> organization());
    }

    /** A further server key, not issued by another key of the workspace. */
    public String key(World world, String name) {
        return keys.issue(world.workspace(), name);
    }

    /** A further workspace of an organization. */
    public World workspace(String organizationId, String slug) {
        WorkspaceRef workspace = tenancy.workspace(organizationId, slug, slug, furnished -> {});
        String key = keys.issue(workspace, "Test key");
        String url = "http://localhost:" + environment.getRequiredProperty("local.server.port");
        Api api = new Api(url, key);
        AnswerContract.load(api);
        return new World(workspace, api, this::awaitFeeds);
    }

    /**
     * Waits until the feeds contain all events that are committed. A feed ends before the oldest transaction that still
     * writes, which may be one of a job elsewhere.
     */
    public void awaitFeeds() {
        String now = owner.sql("select pg_snapshot_xmax(pg_current_snapshot())::text")
                .query(String.class)
                .single();
        Patience.until(
                "the end of older transactions",
                () -> owner.sql("select pg_snapshot_xmin(pg_current_snapshot()) >= ?::xid8")
                        .param(now)
                        .query(Boolean.class)
                        .single());
    }

    /** Creates a user who can sign in; returns the e-mail. */
    public String person(World world, String password, Role... roles) {
        String email = Cuid.next() + "@example.com";
        Caller administrator = Caller.serverKey(Actor.key("test", "Test"), world.workspace());
        UserService.Wanted wanted =
                new UserService.Wanted("Person " + email.substring(19, 25), Set.of(roles), List.of());
        String link = WorkspaceScope.in(world.workspace(), () -> users.invite(email, wanted, false, administrator))
                .link();
        invitations.acceptWithNewPassword(link.substring(link.lastIndexOf('/') + 1), password);
        return email;
    }
}
