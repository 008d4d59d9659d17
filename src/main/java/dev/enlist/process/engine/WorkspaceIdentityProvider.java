package dev.enlist.process.engine;

import dev.enlist.access.RoleScopes;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.identity.IdentityProviderException;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TenantEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Provides our people to the engine: user ids are e-mail addresses, groups are roles, tenants are workspaces. Reads our
 * own tables at each query, so nothing has to be synchronized. Read-only, so the engine's pages cannot make a person an
 * administrator.
 *
 * <p>Engine internals: people and roles come from our tables at each query (decision 11), and the provider's
 * interface is internal.
 */
public class WorkspaceIdentityProvider implements ReadOnlyIdentityProvider {

    private final People directory;

    WorkspaceIdentityProvider(People directory) {
        this.directory = directory;
    }

    /** Creates a provider for each engine command. */
    @Component
    public static class Factory implements SessionFactory {

        private final People directory;

        Factory(People directory) {
            this.directory = directory;
        }

        @Override
        public Class<?> getSessionType() {
            return ReadOnlyIdentityProvider.class;
        }

        @Override
        public Session openSession() {
            return new WorkspaceIdentityProvider(directory);
        }
    }

    /** The members of the workspace in scope whose e-mail and name match; null matches all. */
    List<Member> members(@Nullable String emailLike, @Nullable String nameLike) {
        return directory.members(WorkspaceScope.current(), emailLike, nameLike);
    }

    /** The member of the workspace in scope with this e-mail. */
    Optional<Member> member(String email) {
        return directory
                .memberByEmail(WorkspaceScope.current(), email)
                .filter(member -> member.email().equals(email));
    }

    /**
     * The members that a person may see: people who assign tasks see all members; reviewers see the people that the
     * query names, because Tasklist shows who claimed a task; others see only themselves.
     *
     * @param person    null where the engine itself queries
     * @param namesSome whether the query names the people that it selects
     */
    Predicate<Member> shownTo(@Nullable Authentication person, boolean namesSome) {
        if (person == null) {
            return member -> true;
        }
        Set<Role> roles = member(person.getUserId()).map(Member::roles).orElse(Set.of());
        boolean all = RoleScopes.of(roles).contains(Scope.USERS_READ) || namesSome && roles.contains(Role.REVIEWER);
        return member -> all || member.email().equals(person.getUserId());
    }

    WorkspaceRef workspace() {
        return WorkspaceScope.current();
    }

    static User user(Member member) {
        UserEntity user = new UserEntity(member.email());
        user.setFirstName(member.displayName());
        user.setLastName("");
        user.setEmail(member.email());
        return user;
    }

    static Group group(Role role) {
        GroupEntity group = new GroupEntity(role.wire());
        group.setName(role.wire().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + role.wire().substring(1) + "s");
        group.setType("WORKFLOW");
        return group;
    }

    static Tenant tenant(WorkspaceRef workspace) {
        TenantEntity tenant = new TenantEntity(workspace.workspaceId());
        tenant.setName(workspace.workspaceId());
        return tenant;
    }

    @Override
    public @Nullable User findUserById(String userId) {
        return member(userId)
                .filter(shownTo(Context.getCommandContext().getAuthentication(), true))
                .map(WorkspaceIdentityProvider::user)
                .orElse(null);
    }

    @Override
    public UserQuery createUserQuery() {
        return new IdentityQueryHandler.Users(
                Context.getProcessEngineConfiguration().getCommandExecutorTxRequired(), this);
    }

    @Override
    public UserQuery createUserQuery(CommandContext context) {
        return createUserQuery();
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new IdentityProviderException("People are not in the engine's tables.");
    }

    /** Always false: people sign in through Enlist, which limits attempts. */
    @Override
    public boolean checkPassword(String userId, String password) {
        return false;
    }

    @Override
    public @Nullable Group findGroupById(String groupId) {
        return Arrays.stream(Role.values())
                .filter(role -> role.wire().equals(groupId))
                .map(WorkspaceIdentityProvider::group)
                .findFirst()
                .orElse(null);
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new IdentityQueryHandler.Groups(
                Context.getProcessEngineConfiguration().getCommandExecutorTxRequired(), this);
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext context) {
        return createGroupQuery();
    }

    @Override
    public @Nullable Tenant findTenantById(String tenantId) {
        return workspace().workspaceId().equals(tenantId) ? tenant(workspace()) : null;
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new IdentityQueryHandler.Tenants(
                Context.getProcessEngineConfiguration().getCommandExecutorTxRequired(), this);
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext context) {
        return createTenantQuery();
    }

    @Override
    public void flush() {
        // read-only
    }

    @Override
    public void close() {
        // no resource to close
    }
}
