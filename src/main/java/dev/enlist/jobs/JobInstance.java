package dev.enlist.jobs;

/** The name of an execution: the id of its workspace, with a number behind it from the second parallel one on. */
final class JobInstance {

    private static final char SEPARATOR = '#';

    private JobInstance() {}

    /** @param number from 1 */
    static String suffix(int number) {
        return number == 1 ? "" : SEPARATOR + String.valueOf(number);
    }

    static String workspaceId(String instance) {
        int end = instance.indexOf(SEPARATOR);
        return end < 0 ? instance : instance.substring(0, end);
    }
}
