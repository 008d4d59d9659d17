package dev.enlist.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ends processes of a PostgreSQL like {@code kill -9}. */
final class PostgresProcesses {

    private PostgresProcesses() {}

    /** Like the loss of its machine: the server and its processes end at once. */
    static void killAll(Path data) throws IOException {
        ProcessHandle server = postmaster(data);
        List<ProcessHandle> all =
                Stream.concat(Stream.of(server), server.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        untilEnded(all);
    }

    /** Ends the first process alone; the others notice it, and only then a server can start on the same data. */
    static void killPostmaster(Path data) throws IOException {
        ProcessHandle server = postmaster(data);
        List<ProcessHandle> all =
                Stream.concat(Stream.of(server), server.descendants()).toList();
        server.destroyForcibly();
        untilEnded(all);
    }

    static void kill(long process) {
        ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static void untilEnded(List<ProcessHandle> processes) {
        Await.until("the end of PostgreSQL", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow();
    }
}
