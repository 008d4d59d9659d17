package dev.enlist.process.engine;

import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.TenantQueryImpl;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Answers the engine's queries for people from the members of one workspace.
 *
 * <p>Engine internals: an identity provider returns the engine's query objects, and only their
 * implementations hold the criteria of a query.
 */
final class IdentityQueryHandler {

    private IdentityQueryHandler() {}

    /**
     * Whether the name of a role or a workspace matches a pattern in which {@code %} matches any text. Finds the parts
     * between percent signs one after another, in one pass.
     */
    static boolean like(@Nullable String pattern, String text) {
        if (pattern == null) {
            return true;
        }
        String[] parts = pattern.toLowerCase(Locale.ROOT).split("%", -1);
        String rest = text.toLowerCase(Locale.ROOT);
        if (parts.length == 1) {
            return rest.equals(parts[0]);
        }
        String last = parts[parts.length - 1];
        if (rest.length() < parts[0].length() + last.length() || !rest.startsWith(parts[0]) || !rest.endsWith(last)) {
            return false;
        }
        int end = rest.length() - last.length();
        int position = parts[0].length();
        for (int part = 1; part < parts.length - 1; part++) {
            int found = rest.indexOf(parts[part], position);
            if (found < 0 || found + parts[part].length() > end) {
                return false;
            }
            position = found + parts[part].length();
        }
        return true;
    }

    private static boolean is(@Nullable String wanted, String text) {
        return wanted == null || wanted.equals(text);
    }

    private static boolean in(String @Nullable [] wanted, String text) {
        return wanted == null || wanted.length == 0 || Arrays.asList(wanted).contains(text);
    }

    private static <T> List<T> part(Stream<T> all, @Nullable Page page) {
        return page == null
                ? all.toList()
                : all.skip(page.getFirstResult()).limit(page.getMaxResults()).toList();
    }

    static class Users extends UserQueryImpl {

        private final transient WorkspaceIdentityProvider people;

        Users(CommandExecutor executor, WorkspaceIdentityProvider people) {
            super(executor);
            this.people = people;
        }

        private Stream<User> found(CommandContext context) {
            Predicate<Member> shown = people.shownTo(context.getAuthentication(), namesSome());
            return people.members(emailLike, firstNameLike).stream()
                    .filter(shown)
                    .filter(this::matches)
                    .map(WorkspaceIdentityProvider::user);
        }

        /** Whether the query names the people that it selects. */
        private boolean namesSome() {
            return id != null || ids != null && ids.length > 0;
        }

        private boolean matches(Member member) {
            return is(id, member.email())
                    && in(ids, member.email())
                    && is(email, member.email())
                    && is(firstName, member.displayName())
                    && is(lastName, "")
                    && like(lastNameLike, "")
                    && (groupId == null
                            || member.roles().stream()
                                    .anyMatch(role -> role.wire().equals(groupId)))
                    && is(tenantId, people.workspace().workspaceId())
                    && procDefId == null;
        }

        @Override
        public long executeCount(CommandContext context) {
            return found(context).count();
        }

        @Override
        public List<User> executeList(CommandContext context, @Nullable Page page) {
            return part(found(context), page);
        }
    }

    static class Groups extends GroupQueryImpl {

        private final transient WorkspaceIdentityProvider people;

        Groups(CommandExecutor executor, WorkspaceIdentityProvider people) {
            super(executor);
            this.people = people;
        }

        private Stream<Group> found() {
            return Arrays.stream(Role.values())
                    .filter(this::matches)
                    .map(WorkspaceIdentityProvider::group)
                    .filter(group -> is(name, group.getName()) && like(nameLike, group.getName()))
                    .filter(group -> is(type, group.getType()));
        }

        private boolean matches(Role role) {
            return is(id, role.wire())
                    && in(ids, role.wire())
                    && (userId == null
                            || people.member(userId)
                                    .filter(member -> member.roles().contains(role))
                                    .isPresent())
                    && is(tenantId, people.workspace().workspaceId())
                    && procDefId == null;
        }

        @Override
        public long executeCount(CommandContext context) {
            return found().count();
        }

        @Override
        public List<Group> executeList(CommandContext context, @Nullable Page page) {
            return part(found(), page);
        }
    }

    static class Tenants extends TenantQueryImpl {

        private final transient WorkspaceIdentityProvider people;

        Tenants(CommandExecutor executor, WorkspaceIdentityProvider people) {
            super(executor);
            this.people = people;
        }

        private Stream<Tenant> found() {
            Tenant tenant = WorkspaceIdentityProvider.tenant(people.workspace());
            boolean matches = is(id, tenant.getId())
                    && in(ids, tenant.getId())
                    && is(name, tenant.getName())
                    && like(nameLike, tenant.getName())
                    && (userId == null || people.member(userId).isPresent());
            return matches ? Stream.of(tenant) : Stream.empty();
        }

        @Override
        public long executeCount(CommandContext context) {
            return found().count();
        }

        @Override
        public List<Tenant> executeList(CommandContext context, @Nullable Page page) {
            return part(found(), page);
        }
    }
}
