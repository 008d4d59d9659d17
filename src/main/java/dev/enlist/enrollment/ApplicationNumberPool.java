package dev.enlist.enrollment;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps application numbers ready, so that a create costs no statement for its number. Numbers left over when the node
 * stops are never used: there are 34 billion.
 */
@Component
class ApplicationNumberPool {

    /** Numbers fetched in one statement; the database takes about 15 ms to make them. */
    static final int BLOCK = 1000;

    private final Queue<String> ready = new ConcurrentLinkedQueue<>();
    private final JdbcTemplate jdbc;

    ApplicationNumberPool(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** As many numbers, each given out once in the whole installation. One statement in {@value #BLOCK} numbers. */
    List<String> take(int count) {
        List<String> taken = new ArrayList<>(count);
        while (taken.size() < count) {
            String next = ready.poll();
            if (next == null) {
                // on the connection of the transaction, if there is one; a roll-back does not give numbers back
                ready.addAll(jdbc.queryForList(
                        "select next_application_number() from generate_series(1, ?)", String.class, BLOCK));
            } else {
                taken.add(next);
            }
        }
        return taken;
    }
}
