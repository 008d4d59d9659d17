package dev.enlist.shared.web.page;

import dev.enlist.shared.TemporaryFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form as a browser posted it.
 *
 * @param values   by name of the control
 * @param files    in their order; closed with the form
 * @param tooLarge names of the controls with a file that is larger than allowed; its content was not kept
 */
public record PostedForm(Map<String, List<String>> values, List<PostedFile> files, List<String> tooLarge)
        implements AutoCloseable {

    /**
     * A file of a form.
     *
     * @param fileName without the path that some browsers send
     * @param declared media type as the browser stated it, without parameters; null for none
     */
    public record PostedFile(
            String control, String fileName, @Nullable String declared, TemporaryFile content) {}

    /** The first value of a control; empty where it was not sent. */
    public String value(String control) {
        List<String> found = values.getOrDefault(control, List.of());
        return found.isEmpty() ? "" : found.get(0);
    }

    public boolean has(String control) {
        return values.containsKey(control);
    }

    @Override
    public void close() throws IOException {
        for (PostedFile file : files) {
            file.content().close();
        }
    }
}
