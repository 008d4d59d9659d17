package dev.enlist.stories;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a Markdown page, in their order, each with the output that the page shows for it. A comment
 * {@code <!-- setup: … -->} holds commands that a reader does not need to see, such as those that set a variable.
 */
final class MarkdownCommands {

    private static final Pattern PARTS =
            Pattern.compile("(?ms)^```(?<language>[a-z]*)\\n(?<block>.*?)^```$|<!-- setup:(?<setup>.*?)-->");

    /** Commands that need another machine, or that would start a second Enlist. */
    private static final Pattern NOT_OVER_HTTP =
            Pattern.compile("(?m)^\\s*(export|mvn|java|docker-compose|createuser|psql|pg_dump|kubectl|ENLIST_)\\b");

    private MarkdownCommands() {}

    /**
     * @param line   on which the block begins, from 1
     * @param script for bash
     * @param shown  output in the page; null where it shows none
     */
    record Command(int line, String script, @Nullable String shown) {}

    static List<Command> of(Path page) throws IOException {
        String text = Files.readString(page);
        List<Command> commands = new ArrayList<>();
        Matcher parts = PARTS.matcher(text);
        while (parts.find()) {
            int line = (int) text.substring(0, parts.start()).lines().count() + 1;
            if (parts.group("setup") != null) {
                commands.add(new Command(line, parts.group("setup"), null));
            } else if (parts.group("language").equals("bash")) {
                if (!NOT_OVER_HTTP.matcher(parts.group("block")).find()) {
                    commands.add(new Command(line, parts.group("block"), null));
                }
            } else if (parts.group("language").matches("|json")
                    && !commands.isEmpty()
                    && follows(text, parts.start())) {
                Command command = commands.remove(commands.size() - 1);
                commands.add(new Command(command.line(), command.script(), parts.group("block")));
            }
        }
        return commands;
    }

    /** Whether the block before this position contains commands, with nothing but blank lines in between. */
    private static boolean follows(String text, int start) {
        String before = text.substring(0, start).stripTrailing();
        if (!before.endsWith("```")) {
            return false;
        }
        int opening = before.lastIndexOf("```", before.length() - 4);
        return opening >= 0 && before.startsWith("```bash", opening);
    }
}
