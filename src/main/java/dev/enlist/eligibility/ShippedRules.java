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

/** Gives every new workspace the tables that come with the product, as its own: it may change them. */
@Component
public class ShippedRules {

    private static final Actor ENLIST = Actor.process("enlist", "Enlist");
    private static final List<Shipped> SHIPPED = List.of(
            new Shipped("eligibility-default", "Default eligibility"),
            new Shipped("ny-drive-clean", "New York Drive Clean Rebate"),
            new Shipped("ca-dsgs", "California Demand Side Grid Support"));

    private record Shipped(String slug, String name) {}

    private final RuleSetService ruleSets;

    ShippedRules(RuleSetService ruleSets) {
        this.ruleSets = ruleSets;
    }

    @EventListener
    void furnish(WorkspaceCreated event) {
        for (Shipped shipped : SHIPPED) {
            ruleSets.create(shipped.slug(), shipped.name(), read(shipped.slug()));
            ruleSets.publish(shipped.slug(), "As shipped with Enlist", ENLIST);
        }
    }

    /** The default table, from which a rule set without a document of its own begins. */
    public static String defaultTable() {
        return read("eligibility-default");
    }

    private static String read(String slug) {
        try {
            return new ClassPathResource("dmn/" + slug + ".dmn").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
