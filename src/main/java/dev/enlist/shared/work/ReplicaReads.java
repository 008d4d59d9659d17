package dev.enlist.shared.work;

import java.util.function.Supplier;

/**
 * Reads that a replica of the database may answer, a few seconds late: reports and exports. While a thread runs such work, its
 * connections come from the replica if one is configured and up to date, and from the primary otherwise. The work must not write,
 * and the scope must be entered before the transaction.
 */
public final class ReplicaReads {

    private static final ThreadLocal<Boolean> ACTIVE = ThreadLocal.withInitial(() -> false);

    private ReplicaReads() {}

    public static boolean isActive() {
        return ACTIVE.get();
    }

    public static <T> T in(Supplier<T> work) {
        try (Entered scope = enter()) {
            return work.get();
        }
    }

    /** Enters the scope until {@link Entered#close}. */
    public static Entered enter() {
        boolean before = ACTIVE.get();
        ACTIVE.set(true);
        return () -> {
            if (!before) {
                ACTIVE.remove();
            }
        };
    }

    /** A scope that was entered and must be closed. */
    @FunctionalInterface
    public interface Entered extends AutoCloseable {
        @Override
        void close();
    }
}
