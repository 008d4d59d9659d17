package dev.enlist.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What Linux tells of a process; see proc(5). Clock ticks are hundredths of a second on every Linux in use. */
final class Proc {

    private static final double TICKS_PER_SECOND = 100;

    private Proc() {}

    static double cpuSeconds(long pid) {
        String[] fields = stat(pid);
        return fields.length == 0 ? 0 : (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Of the process, of those of its children that live, and of those that it has waited for. */
    static double cpuSecondsWithChildren(long pid) {
        String[] fields = stat(pid);
        if (fields.length == 0) {
            return 0;
        }
        double ended = (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
        double living = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .mapToDouble(child -> cpuSeconds(child.pid()))
                .sum();
        return cpuSeconds(pid) + ended + living;
    }

    static double residentMb(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024.0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields after the name of the command, which may hold blanks; none where the process is gone. */
    private static String[] stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (NoSuchFileException e) {
            return new String[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
