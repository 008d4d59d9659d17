package dev.enlist.template;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a message with placeholders. <code>{{firstName}}</code> is replaced by a value. The text between
 * <code>{{#reason}}</code> and <code>{{/reason}}</code> is rendered only where the value is present, the text between
 * <code>{{^reason}}</code> and <code>{{/reason}}</code> only where it is absent. Nothing else is supported: no
 * expressions, no inclusion of other templates, and no access from a value to the system.
 *
 * @see <a href="https://mustache.github.io/mustache.5.html">Mustache</a>
 */
public final class MessageTemplate {

    /** The values by name, each with an example. */
    public static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("firstName", "Nora"),
            Map.entry("name", "Nora Field"),
            Map.entry("lastName", "Field"),
            Map.entry("programName", "Home battery program"),
            Map.entry("instanceTitle", "Batteries in Queens"),
            Map.entry("organizationName", "City Energy"),
            Map.entry("status", "approved"),
            Map.entry("reason", "Documents verified"),
            Map.entry("date", "20 November 2026"),
            Map.entry("enrollmentId", "cmwpmgs0p00a32665a3uo48w0"),
            Map.entry("applicationNumber", "B7K3-9QXM"),
            Map.entry("referenceId", "A-4711"),
            Map.entry("question", "Which postal code has the house with the battery?"),
            Map.entry("askedFor", "Postal code\nProof of purchase"),
            Map.entry("dueDate", "4 December 2026"),
            Map.entry("link", "https://example.org/applications/example"),
            Map.entry("activityTitle", "Peak event"),
            Map.entry("activityStart", "14 July 2026, 16:00 EDT"),
            Map.entry("activityEnd", "14 July 2026, 18:00 EDT"),
            Map.entry("activityLocation", "Library, room 2"),
            Map.entry("contact", "https://example.org/battery-program"),
            Map.entry("answers", "How many kilowatt-hours do you use in a month?: 640"));

    /** Knows maps only: nothing is looked for in any other object. */
    private static final Mustache.Collector MAPS_ONLY = new BasicCollector() {
        @Override
        public Mustache.VariableFetcher createFetcher(Object context, String name) {
            return context instanceof Map<?, ?> ? (values, key) -> valueOf((Map<?, ?>) values, key) : NOTHING;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new HashMap<>();
        }
    };

    private static final Mustache.VariableFetcher NOTHING = (context, name) -> Template.NO_FETCHER_FOUND;

    /** Renders plain text; a caller that puts it into a page escapes it there. */
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .withCollector(MAPS_ONLY)
            .escapeHTML(false)
            .emptyStringIsFalse(true)
            .defaultValue("");

    /** A value after a blank: the blank goes with the value where there is none, such as a last name. */
    private static final Pattern AFTER_BLANK = Pattern.compile("(?<=\\S) \\{\\{([A-Za-z]+)}}");

    private MessageTemplate() {}

    private static Object valueOf(Map<?, ?> values, String name) {
        return values.containsKey(name) ? values.get(name) : Template.NO_FETCHER_FOUND;
    }

    /** What is wrong with some words; empty where nothing is. */
    public static Optional<String> fault(String words) {
        List<String> unknown = new ArrayList<>();
        try {
            COMPILER.compile(words).visit(new Names(unknown));
        } catch (MustacheException e) {
            return Optional.of("cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            // the library stumbles over some, such as a place without a name
            return Optional.of("cannot be read: a place has no name");
        }
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = unknown.stream().distinct().toList();
        return Optional.of("names " + String.join(", ", names) + (names.size() == 1 ? ", which is" : ", which are")
                + " none of "
                + String.join(", ", VALUES.keySet().stream().sorted().toList()));
    }

    /** The words with these values in their places; a value that is missing leaves no second blank. */
    public static String say(String words, Map<String, String> values) {
        return COMPILER.compile(AFTER_BLANK.matcher(words).replaceAll("{{#$1}} {{$1}}{{/$1}}"))
                .execute(values);
    }

    /** Gathers the names that are none of ours. */
    private record Names(List<String> unknown) implements Mustache.Visitor {

        private boolean look(String name) {
            if (!VALUES.containsKey(name)) {
                unknown.add(name);
            }
            return true;
        }

        @Override
        public void visitText(String text) {
            // says what it says
        }

        @Override
        public void visitVariable(String name) {
            look(name);
        }

        @Override
        public boolean visitInclude(String name) {
            unknown.add("> " + name);
            return false;
        }

        @Override
        public boolean visitSection(String name) {
            return look(name);
        }

        @Override
        public boolean visitInvertedSection(String name) {
            return look(name);
        }
    }
}
