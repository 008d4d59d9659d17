package dev.enlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorldTests {

    private static final Path TESTS = Path.of("src", "test", "java");

    private static final Pattern READS_THE_FEED = Pattern.compile("\\bget\\(\\s*\"/events[\"?]");

    /** Tests of the feed itself, of cursors, of a feed of another process, and of a person signed in by a browser. */
    private static final List<String> READERS = List.of(
            "EventFeedIT.java", "EventStreamIT.java", "StatusStreamIT.java", "KafkaIT.java", "LimitedMemberIT.java");

    /**
     * A feed ends before the oldest transaction that still writes, also one of a job elsewhere: a test that reads it once
     * sees or misses what has just happened by chance. {@link World#events} waits.
     */
    @Test
    void otherTestsReadEventsOnlyWhenTheFeedHasThemAll() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")
                                    && !READERS.contains(file.getFileName().toString())
                                    && !file.equals(TESTS.resolve(Path.of("dev", "enlist", "support", "World.java"))))
                            .filter(WorldTests::readsTheFeed))
                    .isEmpty();
        }
    }

    private static boolean readsTheFeed(Path file) {
        try {
            return READS_THE_FEED.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
