package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Beans are named by a role noun of the glossary. Delegates are named as their tasks in the models. */
class GlossaryTests {

    private static final Pattern ROLES = Pattern.compile("(?m)^\\| ([A-Z][A-Za-z, ]+) \\|");
    private static final Pattern BEAN = Pattern.compile("@(Service|Component|Repository|Controller|RestController"
            + "|ControllerAdvice|RestControllerAdvice|Configuration)\\b[^;{]*?\\bclass (\\w+)");

    /** Beans without a role noun on the day on which they were counted. Lower it with each renamed class. */
    private static final int WITHOUT_ROLE = 80;

    @Test
    void beansAreNamedByTheirRole() throws IOException {
        Set<String> roles = roles();
        List<String> without = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.toString().contains("/process/delegate/")
                            && !path.toString().contains("/process/workflow/"))
                    .toList()) {
                Matcher beans = BEAN.matcher(Files.readString(file));
                while (beans.find()) {
                    if (roles.stream().noneMatch(beans.group(2)::endsWith)) {
                        without.add(beans.group(2));
                    }
                }
            }
        }
        assertThat(without).as("beans without a role noun: " + without).hasSizeLessThanOrEqualTo(WITHOUT_ROLE);
    }

    @Test
    void eachTermIsDefinedOnce() throws IOException {
        Pattern term = Pattern.compile("(?m)^\\| ([^|]+?) \\|");
        List<String> terms = new ArrayList<>();
        Matcher rows = term.matcher(Files.readString(Path.of("docs", "glossary.md")));
        while (rows.find()) {
            terms.addAll(List.of(rows.group(1).split(", ")));
        }
        terms.removeIf(name -> name.equals("term") || name.equals("role"));
        assertThat(terms).hasSizeGreaterThan(70).doesNotHaveDuplicates();
    }

    private static Set<String> roles() throws IOException {
        Set<String> roles = new TreeSet<>();
        Matcher rows = ROLES.matcher(Files.readString(Path.of("docs", "glossary.md")));
        while (rows.find()) {
            roles.addAll(List.of(rows.group(1).split(", ")));
        }
        assertThat(roles).contains("Service", "Repository", "Validator");
        return roles;
    }
}
