package dev.enlist.process.tasklist;

import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Role;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

/** The engine's questions about people, answered from the members of one workspace. */
final class PeopleQueries {

    private PeopleQueries() {}

    /** {@code %} stands for anything, as in the engine's own queries. */
    private static boolean like(@Nullable String pattern, String text) {
        if (pattern == null) {
            return true;
        }
        String expression = Arrays.stream(pattern.toLowerCase(Locale.ROOT).split("%", -1))
                .map(java.util.regex.Pattern::quote)
                .collect(java.util.stream.Collectors.joining(".*"));
        return text.toLowerCase(Locale.ROOT).matches(expression);
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

        private final transient PeopleProvider people;

        Users(CommandExecutor executor, PeopleProvider people) {
            super(executor);
            this.people = people;
        }

        private Stream<User> found() {
            return people.members().stream()
                    .filter(this::matches)
                    .sorted(Comparator.comparing(Member::email))
                    .map(PeopleProvider::user);
        }

        private boolean matches(Member member) {
            return is(id, member.email())
                    && in(ids, member.email())
                    && is(email, member.email())
                    && like(emailLike, member.email())
                    && is(firstName, member.displayName())
                    && like(firstNameLike, member.displayName())
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
            return found().count();
        }

        @Override
        public List<User> executeList(CommandContext context, @Nullable Page page) {
            return part(found(), page);
        }
    }

    static class Groups extends GroupQueryImpl {

        private final transient PeopleProvider people;

        Groups(CommandExecutor executor, PeopleProvider people) {
            super(executor);
            this.people = people;
        }

        private Stream<Group> found() {
            return Arrays.stream(Role.values())
                    .filter(this::matches)
                    .map(PeopleProvider::group)
                    .filter(group -> is(name, group.getName()) && like(nameLike, group.getName()))
                    .filter(group -> is(type, group.getType()));
        }

        private boolean matches(Role role) {
            return is(id, role.wire())
                    && in(ids, role.wire())
                    && (userId == null
                            || people.members().stream()
                                    .anyMatch(member -> member.email().equals(userId)
                                            && member.roles().contains(role)))
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

        private final transient PeopleProvider people;

        Tenants(CommandExecutor executor, PeopleProvider people) {
            super(executor);
            this.people = people;
        }

        private Stream<Tenant> found() {
            Tenant tenant = PeopleProvider.tenant(people.workspace());
            boolean matches = is(id, tenant.getId())
                    && in(ids, tenant.getId())
                    && is(name, tenant.getName())
                    && like(nameLike, tenant.getName())
                    && (userId == null
                            || people.members().stream()
                                    .anyMatch(member -> member.email().equals(userId)));
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
