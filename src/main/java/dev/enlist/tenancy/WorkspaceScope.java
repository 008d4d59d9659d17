package dev.enlist.tenancy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workspace that this thread works for. Everything stored in a workspace is read and written within
 * its scope: Hibernate binds each session to it when a transaction begins, so the scope is entered before
 * the transaction.
 */
public final class WorkspaceScope {

    private static final ThreadLocal<WorkspaceRef> CURRENT = new ThreadLocal<>();

    private WorkspaceScope() {}

    /** The workspace in scope; its absence is an error of ours, never of a caller. */
    public static WorkspaceRef current() {
        WorkspaceRef current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("No workspace is in scope here.");
        }
        return current;
    }

    static @Nullable WorkspaceRef currentOrNull() {
        return CURRENT.get();
    }

    /** Works within a workspace and returns to the scope before. */
    public static <T> T in(WorkspaceRef workspace, Supplier<T> work) {
        WorkspaceRef before = CURRENT.get();
        CURRENT.set(workspace);
        try {
            return work.get();
        } finally {
            restore(before);
        }
    }

    public static void run(WorkspaceRef workspace, Runnable work) {
        in(workspace, () -> {
            work.run();
            return workspace;
        });
    }

    /** Enters a scope that {@link Entered#close} leaves; for filters, whose work may throw checked exceptions. */
    public static Entered enter(WorkspaceRef workspace) {
        WorkspaceRef before = CURRENT.get();
        CURRENT.set(workspace);
        return () -> restore(before);
    }

    private static void restore(@Nullable WorkspaceRef before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }

    /** A scope to be left. */
    @FunctionalInterface
    public interface Entered extends AutoCloseable {
        @Override
        void close();
    }
}
