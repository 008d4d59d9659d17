package dev.enlist.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/** Runs work with threads that end with it. */
final class Clients {

    /** @param <T> what the work measured */
    interface Work<T> {
        T run(ExecutorService threads) throws InterruptedException, ExecutionException;
    }

    private Clients() {}

    /** @throws IllegalStateException with the cause where a thread fails */
    static <T> T run(ExecutorService threads, Work<T> work) {
        try {
            return work.run(threads);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
