package dev.enlist.shared;

/**
 * A command of {@code java -jar enlist.jar} that does its work instead of starting the server. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface OperatorCommand {

    /** The argument that calls the command, such as {@code verify}. */
    String command();

    /**
     * Does the work.
     *
     * @return the exit code: 0 if all is well
     */
    int execute(String... arguments);
}
