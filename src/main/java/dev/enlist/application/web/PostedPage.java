package dev.enlist.application.web;

import dev.enlist.shared.TemporaryFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a browser posted.
 *
 * @param values   by name of the control
 * @param files    in their order; closed with the page
 * @param tooLarge names of the fields with a file that is larger than a document may be; its content was not kept
 */
record PostedPage(Map<String, List<String>> values, List<PostedFile> files, List<String> tooLarge)
        implements AutoCloseable {

    /**
     * A file of a form.
     *
     * @param field    name of the control
     * @param declared media type as the browser stated it, without parameters; null for none
     */
    record PostedFile(
            String field, String fileName, @Nullable String declared, TemporaryFile content) {}

    /** The first value of a control; empty where there is none. */
    String value(String control) {
        List<String> found = values.getOrDefault(control, List.of());
        return found.isEmpty() ? "" : found.get(0);
    }

    boolean has(String control) {
        return values.containsKey(control);
    }

    @Override
    public void close() throws IOException {
        for (PostedFile file : files) {
            file.content().close();
        }
    }
}
