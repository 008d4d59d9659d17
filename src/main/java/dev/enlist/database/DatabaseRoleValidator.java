package dev.enlist.database;

import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses to serve as a role that row security does not bind: it would go unnoticed until the day it is needed.
 * Asked of a connection of the pool, about the role that it works as.
 */
@Component
class DatabaseRoleValidator implements InitializingBean {

    private final JdbcClient jdbc;

    DatabaseRoleValidator(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Role(
            String name, String quoted, boolean superuser, boolean bypassesRowSecurity, List<String> owned) {}

    @Override
    public void afterPropertiesSet() {
        Role role = jdbc.sql("""
                        select r.rolname, quote_ident(r.rolname), r.rolsuper, r.rolbypassrls,
                               array(select c.relname::text from pg_class c
                                     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
                                       and pg_has_role(r.oid, c.relowner, 'MEMBER')
                                     order by c.relname limit 3)
                        from pg_roles r where r.rolname = current_user
                        """)
                .query((row, n) -> new Role(
                        row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4), List.of((String[])
                                row.getArray(5).getArray())))
                .single();
        if (role.superuser()) {
            throw unfit(role, "is a superuser", " nosuperuser nobypassrls");
        }
        if (role.bypassesRowSecurity()) {
            throw unfit(role, "has BYPASSRLS", " nobypassrls");
        }
        if (!role.owned().isEmpty()) {
            throw new UnfitDatabaseRole(
                    describe(role, "owns tables, or is a member of their owner: " + String.join(", ", role.owned())),
                    "create role enlist_service login password '...' in role " + ApplicationRoleCallback.NAME + ";\n\n"
                            + "and name that role in SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD,"
                            + " the owner in SPRING_FLYWAY_USER and SPRING_FLYWAY_PASSWORD.");
        }
    }

    private static UnfitDatabaseRole unfit(Role role, String why, String change) {
        return new UnfitDatabaseRole(describe(role, why), "alter role " + role.quoted() + change + ";");
    }

    private static String describe(Role role, String why) {
        return "Enlist would work as the database role " + role.name() + ", which row security does not bind: it " + why
                + ".";
    }
}
