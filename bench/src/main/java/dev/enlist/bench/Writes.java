package dev.enlist.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What one create over HTTP writes: rows and index entries by table, and bytes of WAL; one by one and with many clients. The
 * work of the jobs that a create causes is included. Counts, so that other load on the machine does not change them.
 */
final class Writes {

    private static final String DATABASE = "writes";
    private static final int CLIENTS = 16;

    /** Creates of one count. */
    private static final int CREATES = 600;

    /** Backends hand over their statistics when they have been idle for so long. */
    private static final int SECONDS_UNTIL_COUNTED = 12;

    private final Contenders contenders;

    Writes(Contenders contenders) {
        this.contenders = contenders;
    }

    /** @param updated new versions of rows; those that need new index entries are counted in {@code entries} */
    private record Written(double inserted, double updated, double entries) {}

    /** @param request bytes of WAL until the last answer; {@code all} until the jobs are done */
    private record Counted(Map<String, Written> tables, double request, double all) {}

    void measure(Report report) throws IOException {
        contenders.postgres().create(DATABASE);
        try (Server product = contenders.product(DATABASE);
                Connection connection = contenders.postgres().connect(DATABASE);
                Statement sql = connection.createStatement()) {
            Product enlist = new Product(product);
            enlist.prepare(Benchmark.rules());
            count(enlist, sql, 1);
            Counted alone = count(enlist, sql, 1);
            count(enlist, sql, CLIENTS);
            Counted together = count(enlist, sql, CLIENTS);
            report(report, alone, together);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Counted count(Product enlist, Statement sql, int clients) throws SQLException {
        List<Load.Request> creates = new ArrayList<>();
        for (int i = 0; i < CREATES; i++) {
            creates.add(enlist.create());
        }
        // the first change of a page after it is written in full
        sql.execute("checkpoint");
        Load.each(clients, List.of(enlist.create()), body -> {});
        idle();
        Map<String, long[]> before = statistics(sql);
        String start = text(sql, "select pg_current_wal_insert_lsn()");
        String first = text(sql, "select pg_current_xact_id()::text");
        Load.each(clients, creates, body -> {});
        String distance = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + start + "')";
        double request = Double.parseDouble(text(sql, distance));
        idle();
        double all = Double.parseDouble(text(sql, distance));
        Map<String, long[]> after = statistics(sql);
        Map<String, Written> tables = new TreeMap<>();
        for (Map.Entry<String, long[]> table : after.entrySet()) {
            long[] then = before.getOrDefault(table.getKey(), new long[3]);
            double inserted = table.getValue()[0] - then[0];
            double updated = table.getValue()[1] - then[1];
            double indexed = inserted + updated - (table.getValue()[2] - then[2]);
            if (inserted + updated > 0) {
                tables.put(
                        table.getKey(),
                        new Written(
                                inserted / CREATES,
                                updated / CREATES,
                                indexed * indexesOfRow(sql, table.getKey(), first) / CREATES));
            }
        }
        return new Counted(tables, request / CREATES, all / CREATES);
    }

    /** How many indexes take a row, on average: a partial index takes those that meet its condition. */
    private static double indexesOfRow(Statement sql, String table, String firstTransaction) throws SQLException {
        List<String> takes = new ArrayList<>();
        try (ResultSet indexes = sql.executeQuery("select pg_get_expr(indpred, indrelid) from pg_index where indrelid = '"
                + table + "'::regclass")) {
            while (indexes.next()) {
                takes.add(indexes.getString(1) == null ? "1" : "case when " + indexes.getString(1) + " then 1 else 0 end");
            }
        }
        if (takes.isEmpty()) {
            return 0;
        }
        // rows that are gone again are taken by all indexes without a condition
        String all = String.valueOf(takes.stream().filter("1"::equals).count());
        return Double.parseDouble(text(
                sql,
                "select coalesce(avg(" + String.join(" + ", takes) + "), " + all + ") from " + table
                        + " where xmin::text::bigint >= " + firstTransaction));
    }

    private static Map<String, long[]> statistics(Statement sql) throws SQLException {
        Map<String, long[]> tables = new LinkedHashMap<>();
        try (ResultSet rows = sql.executeQuery("select relname, n_tup_ins, n_tup_upd, n_tup_hot_upd"
                + " from pg_stat_user_tables where schemaname = 'public'")) {
            while (rows.next()) {
                tables.put(rows.getString(1), new long[] {rows.getLong(2), rows.getLong(3), rows.getLong(4)});
            }
        }
        return tables;
    }

    private static String text(Statement sql, String query) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void idle() {
        try {
            TimeUnit.SECONDS.sleep(SECONDS_UNTIL_COUNTED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void report(Report report, Counted alone, Counted together) {
        List<String> rows = new ArrayList<>();
        Written none = new Written(0, 0, 0);
        Set<String> names = new TreeSet<>(alone.tables().keySet());
        names.addAll(together.tables().keySet());
        for (String name : names) {
            rows.add(row(name, alone.tables().getOrDefault(name, none), together.tables().getOrDefault(name, none)));
        }
        rows.add(row("**all**", sum(alone), sum(together)));
        report.atMost("index entries of a create, one by one", 40, sum(alone).entries());
        report.atMost("kB of WAL of a create, one by one", 8, alone.all() / 1024);
        report.section(
                "What one create writes",
                ("Rows and index entries for one create over HTTP, jobs included, mean of %d; inserted and updated rows. WAL,"
                                + " kB: %s one by one (%s with the jobs), %s with %d clients (%s).")
                        .formatted(
                                CREATES,
                                Report.plain(alone.request() / 1024),
                                Report.plain(alone.all() / 1024),
                                Report.plain(together.request() / 1024),
                                CLIENTS,
                                Report.plain(together.all() / 1024)),
                "| table | inserted | updated | index entries | inserted, %1$d clients | updated, %1$d clients | index entries, %1$d clients |"
                        .formatted(CLIENTS),
                rows);
    }

    private static Written sum(Counted counted) {
        return counted.tables().values().stream()
                .reduce(
                        new Written(0, 0, 0),
                        (one, other) -> new Written(
                                one.inserted() + other.inserted(),
                                one.updated() + other.updated(),
                                one.entries() + other.entries()));
    }

    private static String row(String name, Written alone, Written together) {
        return "| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        name,
                        Report.plain(alone.inserted()),
                        Report.plain(alone.updated()),
                        Report.plain(alone.entries()),
                        Report.plain(together.inserted()),
                        Report.plain(together.updated()),
                        Report.plain(together.entries()));
    }
}
