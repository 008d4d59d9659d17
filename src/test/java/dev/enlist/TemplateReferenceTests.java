package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each fragment that a template inserts exists: the engine finds a missing one when a person opens the page. */
class TemplateReferenceTests {

    private static final Path TEMPLATES = Path.of("src", "main", "resources", "templates");

    /** {@code ~{apply/fields :: field(} as path and name. */
    private static final Pattern REFERENCE = Pattern.compile("~\\{([a-z][\\w/-]*) :: ([\\w-]+)");

    @Test
    void eachInsertedFragmentExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int references = 0;
        for (Path template : templates()) {
            Matcher reference = REFERENCE.matcher(Files.readString(template));
            while (reference.find()) {
                references++;
                Path file = TEMPLATES.resolve(reference.group(1) + ".html");
                if (!Files.exists(file)
                        || !Pattern.compile("th:fragment=\"" + Pattern.quote(reference.group(2)) + "\\b")
                                .matcher(Files.readString(file))
                                .find()) {
                    missing.add(TEMPLATES.relativize(template) + ": " + reference.group());
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(references).isGreaterThan(100);
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".html")).toList();
        }
    }
}
