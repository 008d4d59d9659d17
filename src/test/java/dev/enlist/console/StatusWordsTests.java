package dev.enlist.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.enrollment.EnrollmentStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words of a status are the same in the pages of the server and in the scripts. */
class StatusWordsTests {

    private static final Path RESOURCES = Path.of("src", "main", "resources");

    @ParameterizedTest
    @EnumSource
    void templatesAndScriptsHaveTheSameWords(EnrollmentStatus status) throws IOException {
        String script = Files.readString(RESOURCES.resolve("static/assets/system/statuses.js"));
        Matcher entry = Pattern.compile(status.wire() + ": \\['([^']+)', '([^']+)', '([^']+)'\\]")
                .matcher(script);
        assertThat(entry.find()).isTrue();
        assertThat(Files.readString(RESOURCES.resolve("templates/components/badges.html")))
                .contains("badge-" + entry.group(3) + "\" th:case=\"'" + status.wire() + "'\"><span class=\"icon icon-"
                        + entry.group(2) + "\" aria-hidden=\"true\"></span>" + entry.group(1) + "</span>");
    }
}
