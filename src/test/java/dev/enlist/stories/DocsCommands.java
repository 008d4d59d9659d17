package dev.enlist.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.stories.MarkdownCommands.Command;
import dev.enlist.support.Api;
import dev.enlist.support.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every command of the README and of the pages in {@code docs} in a shell, against Enlist started on an empty data
 * directory with its demo data. Each page begins where the walk through the README ends. What a page shows as an answer
 * has the members and the status of what the command answered; values may differ. Run by {@code PackagedNodeIT}.
 */
public abstract class DocsCommands {

    private static final Path README = Path.of("README.md");
    private static final Path DOCS = Path.of("docs");

    /** The last section of a page, which needs only the sections before it. */
    private static final String END = "@@@@ end of ";

    private static final Pattern MEMBER = Pattern.compile("\"([A-Za-z][A-Za-z0-9]*)\" ?:");
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]+)\"");
    private static final Pattern PROBLEM = Pattern.compile("urn:enlist:problem:([a-z-]+)");

    private final Api administrator;
    private final Path directory;

    /** @param directory for the files that the commands write */
    protected DocsCommands(Api administrator, Path directory) {
        this.administrator = administrator;
        this.directory = directory;
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(DOCS)) {
            List<Path> all =
                    new ArrayList<>(pages.filter(page -> page.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            all.add(0, README);
            all.removeIf(page -> commands(page).isEmpty());
            assertThat(all).hasSizeGreaterThan(8);
            return all.stream();
        }
    }

    private static List<Command> commands(Path page) {
        try {
            return MarkdownCommands.of(page);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.enlist.stories.DocsCommands#pages")
    void everyCommandAnswersAsThePageShows(Path page) throws Exception {
        Map<Command, String> answers = run(page);

        List<String> faults = new ArrayList<>();
        answers.forEach((command, answer) -> {
            String shown = command.shown() == null ? "" : command.shown();
            Set<String> unexpected = all(PROBLEM, answer);
            unexpected.removeAll(all(CODE, shown));
            Set<String> missing = all(MEMBER, shown);
            missing.removeAll(all(MEMBER, answer));
            if (!unexpected.isEmpty() || !missing.isEmpty()) {
                faults.add(page + ":" + command.line() + ": problems " + unexpected + ", members that the answer lacks "
                        + missing + "; the answer was\n" + answer.substring(0, Math.min(1_500, answer.length())));
            }
        });
        assertThat(faults).as(String.join("\n\n", faults)).isEmpty();
    }

    private static Set<String> all(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        Set<String> found = new TreeSet<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** The commands of the page, after those of the README, with the output of each. */
    private Map<Command, String> run(Path page) throws Exception {
        List<Command> commands = MarkdownCommands.of(page);
        String script = """
                url=%s; key="X-Api-Key: %s"; json='Content-Type: application/json'
                first_id() { grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4; }
                # a stream has no end, and what is worked on in the background needs a moment
                curl() { timeout 5 curl "$@" 2>&1; }
                """.formatted(administrator.url(), aKeyOfItsOwn(page));
        if (!page.equals(README)) {
            script += walk();
        }
        for (int i = 0; i < commands.size(); i++) {
            script += commands.get(i).script() + "\necho; echo '" + END + i + "'\n";
        }
        Path folder = Files.createTempDirectory(directory, "page");
        Files.writeString(folder.resolve("script.sh"), script);
        Files.createSymbolicLink(folder.resolve("examples"), Path.of("examples").toAbsolutePath());
        Process shell = new ProcessBuilder("bash", "script.sh")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(shell.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String output = Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
        Map<Command, String> answers = new LinkedHashMap<>();
        int from = 0;
        for (int i = 0; i < commands.size(); i++) {
            int end = output.indexOf(END + i + "\n", from);
            assertThat(end)
                    .as("%s:%s ends: %s", page, commands.get(i).line(), output)
                    .isNotNegative();
            answers.put(commands.get(i), output.substring(from, end));
            from = end + (END + i + "\n").length();
        }
        return answers;
    }

    /** Limits count per key. */
    private String aKeyOfItsOwn(Path page) {
        return administrator
                .post("/apiKeys", Json.object("{}").put("name", page.toString()))
                .created()
                .path("key")
                .asText();
    }

    /** The state after the first part of the README: an instance, and an approved enrollment of another person. */
    private static String walk() throws IOException {
        List<Command> walk = MarkdownCommands.of(README).stream()
                .takeWhile(command -> !command.script().contains("/history"))
                .toList();
        String person = "someone-" + System.nanoTime();
        return walk.stream()
                .map(command -> command.script().replace("nora.field@", person + "@"))
                .collect(Collectors.joining("\n", "{\n", "\n} >/dev/null 2>&1\n"));
    }
}
