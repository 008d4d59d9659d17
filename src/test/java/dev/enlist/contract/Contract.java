package dev.enlist.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * The files in {@code contract/}: what the product says now, what it said when it was last published, and which
 * breaks with that are meant.
 */
final class Contract {

    static final Path NOW = Path.of("contract");
    static final Path PUBLISHED = NOW.resolve("published");
    static final Path ACKNOWLEDGED = NOW.resolve("acknowledged-breaks.md");

    static final String OPEN_API = "openapi.json";
    static final String GRAPH = "enlist.graphqls";
    static final String ASYNC_API = "asyncapi.yaml";

    static final String HOW = "mvn verify -DskipTests=false -Dtest=NoneTests -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dit.test=ContractIT -Denlist.contract.write=true writes it anew";

    /** A line of a table whose first cell is a break in quotes, and whose second says why. */
    private static final Pattern LINE = Pattern.compile("^\\| `(.+)` \\| (\\S.*) \\|$");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Contract() {}

    static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    static JsonNode json(Path file) throws IOException {
        return JSON.readTree(text(file));
    }

    static JsonNode yaml(Path file) throws IOException {
        return JSON.valueToTree(new Yaml().load(text(file)));
    }

    /** The breaks with an acknowledged reason. */
    static Set<String> acknowledged() throws IOException {
        return text(ACKNOWLEDGED)
                .lines()
                .map(LINE::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The breaks that are not acknowledged. A {@code *} in an acknowledged break matches any text. */
    static List<String> unmeant(List<String> breaks) throws IOException {
        Set<String> meant = acknowledged();
        List<Pattern> kinds = meant.stream()
                .filter(line -> line.contains("*"))
                .map(line -> Pattern.compile(
                        Arrays.stream(line.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))))
                .toList();
        return breaks.stream()
                .distinct()
                .filter(found -> !meant.contains(found))
                .filter(found ->
                        kinds.stream().noneMatch(kind -> kind.matcher(found).matches()))
                .toList();
    }
}
