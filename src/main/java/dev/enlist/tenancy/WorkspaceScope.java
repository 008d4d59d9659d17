package dev.enlist.tenancy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The workspace that this thread works for. All data of a workspace is read and written within its scope: Hibernate
 * binds each session to it when a transaction begins, so the scope must be entered before the transaction.
 */
public final class WorkspaceScope {

    private static final ThreadLocal<WorkspaceRef> CURRENT = new ThreadLocal<>();

    private WorkspaceScope() {}

    /**
     * The workspace in scope. Throws where there is none, which is a programming error and never caused by a request.
     */
    public static WorkspaceRef current() {
        WorkspaceRef current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException(
                    "No workspace is in scope. Enter one with WorkspaceScope.in before the transaction begins.");
        }
        return current;
    }

    static @Nullable WorkspaceRef currentOrNull() {
        return CURRENT.get();
    }

    /** Whether this workspace is in scope. */
    public static boolean isCurrent(String workspaceId) {
        WorkspaceRef current = CURRENT.get();
        return current != null && current.workspaceId().equals(workspaceId);
    }

    /** Runs {@code work} in the scope of a workspace and restores the previous scope. */
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

    /** A scope that was entered and must be closed. */
    @FunctionalInterface
    public interface Entered extends AutoCloseable {
        @Override
        void close();
    }
}
