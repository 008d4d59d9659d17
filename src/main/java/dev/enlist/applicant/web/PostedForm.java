package dev.enlist.applicant.web;

import dev.enlist.shared.TemporaryFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form with its values and files.
 *
 * @param values   by name of the control
 * @param files    in the order of the form; closed with the form
 * @param tooLarge names of the controls whose file was too large
 */
record PostedForm(Map<String, List<String>> values, List<PostedFile> files, List<String> tooLarge)
        implements AutoCloseable {

    /** @param declared media type as the browser sent it; null for none */
    record PostedFile(
            String control, String fileName, @Nullable String declared, TemporaryFile content) {}

    /** The first value of a control; empty where it was not sent. */
    String value(String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    @Override
    public void close() throws IOException {
        for (PostedFile file : files) {
            file.content().close();
        }
    }
}
