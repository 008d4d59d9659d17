package dev.enlist.eligibility;

import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceCreated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Copies the tables that are shipped with the product into every new workspace, which may change its copies. */
@Component
public class ShippedRules {

    private static final Actor ENLIST = Actor.process("enlist", "Enlist");
    private static final List<Shipped> SHIPPED = List.of(
            new Shipped("eligibility-default", "Default eligibility"),
            new Shipped("ny-drive-clean", "New York Drive Clean Rebate"),
            new Shipped("ca-dsgs", "California Demand Side Grid Support"));

    /** Each document is read once: one text in memory, with which the caches of documents find it at once. */
    private record Shipped(String slug, String name, String dmn) {

        Shipped(String slug, String name) {
            this(slug, name, read(slug));
        }

        private static String read(String slug) {
            try {
                return new ClassPathResource("dmn/" + slug + ".dmn").getContentAsString(StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final RuleSetService ruleSets;

    ShippedRules(RuleSetService ruleSets) {
        this.ruleSets = ruleSets;
    }

    @EventListener
    void furnish(WorkspaceCreated event) {
        for (Shipped shipped : SHIPPED) {
            ruleSets.create(shipped.slug(), shipped.name(), shipped.dmn());
            ruleSets.publish(shipped.slug(), "As shipped with Enlist", ENLIST);
        }
    }

    /** The table that a rule set created without a document starts with. */
    public static String defaultTable() {
        return SHIPPED.get(0).dmn();
    }
}
