package dev.enlist.template;

import dev.enlist.tenancy.WorkspaceCreated;
import java.time.Clock;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Gives every new workspace the templates that come with the product, as its own: it may go on from them. */
@Component
class ShippedTemplates {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    ShippedTemplates(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @EventListener
    void furnish(WorkspaceCreated event) {
        ShippedTemplateRepository.insert(jdbc, event.workspace().workspaceId(), clock.instant());
    }
}
