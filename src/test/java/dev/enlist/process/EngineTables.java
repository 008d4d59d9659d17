package dev.enlist.process;

import dev.enlist.support.OwnerJdbc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Searches every column of the engine's tables for words, in the rows that were written since this was made: other tests
 * fill the tables with hundreds of megabytes, which cannot contain the words of a person who comes later.
 */
final class EngineTables {

    private final OwnerJdbc jdbc;
    private final String written;
    private final Map<String, List<String>> columns = new LinkedHashMap<>();

    EngineTables(OwnerJdbc jdbc) {
        this.jdbc = jdbc;
        this.written = writtenFromNowOn(jdbc);
        jdbc.sql("""
                        select table_name, case when data_type = 'bytea'
                               then 'encode(' || column_name || ', ''escape'')' else column_name::text end
                        from information_schema.columns
                        where table_schema = 'public' and table_name like 'act\\_%'
                          and data_type in ('character varying', 'text', 'character', 'bytea', 'json', 'jsonb')
                        order by table_name, ordinal_position
                        """)
                .query((row, n) -> columns.computeIfAbsent(row.getString(1), t -> new ArrayList<>())
                        .add(row.getString(2)))
                .list();
    }

    /** The condition that a row is written by a transaction that begins after this call. */
    static String writtenFromNowOn(OwnerJdbc jdbc) {
        long next = jdbc.sql("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
                .query(Long.class)
                .single();
        return "xmin::text::bigint >= " + next;
    }

    /** Number of columns searched, so that a test notices when there are none. */
    int width() {
        return columns.values().stream().mapToInt(List::size).sum();
    }

    /** {@code table.column} of each place that contains one of the words, and the word. */
    List<String> holding(String... words) {
        List<String> found = new ArrayList<>();
        columns.forEach((table, names) -> {
            String anywhere =
                    names.stream().map(name -> name + " like any (:patterns)").collect(Collectors.joining(" or "));
            String[] patterns = new String[words.length];
            for (int i = 0; i < words.length; i++) {
                patterns[i] = "%" + words[i] + "%";
            }
            long rows = jdbc.sql("select count(*) from " + table + " where " + written + " and (" + anywhere + ")")
                    .param("patterns", patterns)
                    .query(Long.class)
                    .single();
            if (rows > 0) {
                found.addAll(places(table, names, words));
            }
        });
        return found;
    }

    private List<String> places(String table, List<String> names, String... words) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            for (String word : words) {
                long rows = jdbc.sql("select count(*) from " + table + " where " + written + " and " + name
                                + " like :pattern")
                        .param("pattern", "%" + word + "%")
                        .query(Long.class)
                        .single();
                if (rows > 0) {
                    found.add(table + "." + name + " holds " + word);
                }
            }
        }
        return found;
    }
}
