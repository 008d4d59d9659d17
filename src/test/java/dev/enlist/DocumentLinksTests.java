package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between documents lead to files and headings that exist, and documents are where the index says. */
class DocumentLinksTests {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(#[^)\\s]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");

    /** A class, or a class in a package under dev.enlist, in the table of the architecture page. */
    private static final Pattern TYPE = Pattern.compile("`(?:[a-z]+\\.)*([A-Z][A-Za-z]+)(?:\\(…\\))?`");

    private static final int LINES_OF_A_FRONT_PAGE = 200;

    @Test
    void linksLeadToFilesAndHeadings() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher links = LINK.matcher(prose(page));
            while (links.find()) {
                String target = links.group(1);
                if (target.matches("[a-z]+:.*|<.*")) {
                    continue;
                }
                Path folder = page.getParent() == null ? Path.of("") : page.getParent();
                Path file = target.isEmpty() ? page : folder.resolve(target).normalize();
                if (!Files.exists(file)) {
                    broken.add(page + ": " + links.group());
                } else if (links.group(2) != null
                        && file.toString().endsWith(".md")
                        && !anchors(file).contains(links.group(2).substring(1))) {
                    broken.add(page + ": no heading for " + links.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        String index = Files.readString(Path.of("docs", "README.md"));
        try (Stream<Path> pages = Files.list(Path.of("docs"))) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .allSatisfy(name -> assertThat(index).contains("(" + name));
        }
    }

    @Test
    void theFrontPageIsShort() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(LINES_OF_A_FRONT_PAGE);
    }

    @Test
    void theArchitecturePageNamesClassesThatExist() throws IOException {
        Set<String> classes = new HashSet<>(Set.of("INSERT"));
        for (String root : new String[] {"src/main/java", "src/test/java"}) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> classes.add(name.replace(".java", "")));
            }
        }
        Matcher types = TYPE.matcher(prose(Path.of("docs", "architecture.md")));
        List<String> unknown = new ArrayList<>();
        while (types.find()) {
            if (!classes.contains(types.group(1))) {
                unknown.add(types.group(1));
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(
                Path.of("README.md"), Path.of("CHANGELOG.md"), Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md")));
        for (String root : new String[] {"docs", "contract", "examples"}) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".md")
                                && !file.toString().contains("target"))
                        .forEach(pages::add);
            }
        }
        return pages;
    }

    private static String prose(Path page) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        Matcher headings = HEADING.matcher(prose(page));
        while (headings.find()) {
            anchors.add(headings.group(1)
                    .replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .strip()
                    .replace(' ', '-'));
        }
        return anchors;
    }
}
