package dev.enlist.support;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Blocks the batches of a group commit that may run at a time, so that the requests sent after them wait and become one batch.
 *
 * @param <R> the answer to a request
 */
public final class BatchBlocker<R> implements AutoCloseable {

    /** Number of batches that run at the same time; further requests wait. */
    public static final int BATCHES = 2;

    private final OwnerJdbc jdbc;
    private final Connection owner;
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final List<Future<R>> blocked = new ArrayList<>();

    public BatchBlocker(OwnerJdbc jdbc) throws SQLException {
        this.jdbc = jdbc;
        this.owner = jdbc.template().getDataSource().getConnection();
    }

    @Override
    public void close() throws SQLException {
        owner.close();
        clients.shutdownNow();
    }

    /** Sends a request for each batch, and blocks it when it writes to the table. */
    public void block(String table, List<? extends Callable<R>> requests) {
        inTransaction("lock table " + table + " in share mode");
        requests.forEach(request -> blocked.add(clients.submit(request)));
        Patience.until(
                "the batches to be blocked",
                () -> jdbc.sql("select count(*) from pg_locks where not granted")
                                .query(Integer.class)
                                .single()
                        == BATCHES);
    }

    private void inTransaction(String statement) {
        try {
            owner.setAutoCommit(false);
            owner.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void release() {
        try {
            owner.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends each request after the one before waits. */
    public List<Future<R>> send(List<? extends Callable<R>> requests) {
        List<Future<R>> sent = new ArrayList<>();
        for (Callable<R> request : requests) {
            sent.add(clients.submit(request));
            Patience.until("the request to wait", () -> waiting() == sent.size());
        }
        return sent;
    }

    /** Requests that are in the queue: before that, a thread runs or is blocked by the lock of the queues. */
    private static long waiting() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Stream.of(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith(".GroupCommit")
                                && frame.getMethodName().equals("beginOrWait")))
                .filter(thread -> Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING)
                        .contains(thread.getKey().getState()))
                .count();
    }

    /** The answers to the requests that were blocked. */
    public List<R> blocked() {
        return answers(blocked);
    }

    public static <R> List<R> answers(List<Future<R>> sent) {
        List<R> answers = new ArrayList<>();
        for (Future<R> one : sent) {
            try {
                answers.add(one.get(60, TimeUnit.SECONDS));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return answers;
    }

    /** The transactions that wrote these rows last. */
    public List<String> transactions(String table, List<String> ids) {
        return jdbc.sql("select distinct xmin::text from " + table + " where id in (:ids)")
                .param("ids", ids)
                .query(String.class)
                .list();
    }

    /**
     * Makes the database refuse a row as a serialization failure.
     *
     * @param event     such as {@code insert}
     * @param condition about {@code new}
     */
    public void refuse(String table, String event, String condition) {
        jdbc.template().execute("""
                create function refuse() returns trigger language plpgsql as $$
                begin
                    if %s then raise exception 'refused' using errcode = '40001'; end if;
                    return new;
                end $$""".formatted(condition));
        jdbc.template()
                .execute("create trigger refuse before " + event + " on " + table
                        + " for each row execute function refuse()");
    }

    public void refuseNoLonger(String table) {
        jdbc.template().execute("drop trigger refuse on " + table + "; drop function refuse()");
    }
}
