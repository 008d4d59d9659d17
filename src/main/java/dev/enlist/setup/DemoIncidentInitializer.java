package dev.enlist.setup;

import dev.enlist.eligibility.RuleSetService;
import dev.enlist.shared.Actor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** A rule set of the demo data with a mistake that only shows with certain applications. */
@Component
class DemoIncidentInitializer {

    static final String SLUG = "community-solar";

    private static final Actor DEMO = Actor.process("demo", "Demo data");

    private final RuleSetService ruleSets;

    DemoIncidentInitializer(RuleSetService ruleSets) {
        this.ruleSets = ruleSets;
    }

    /** Two of its rules contradict each other for renters who own a roof. */
    void publish() {
        ruleSets.create(SLUG, "Community solar", table(), DEMO);
        ruleSets.publish(SLUG, "First version", DEMO);
    }

    private static String table() {
        try {
            return new ClassPathResource("setup/community-solar.dmn").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
