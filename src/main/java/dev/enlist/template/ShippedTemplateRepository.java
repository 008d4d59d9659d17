package dev.enlist.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.shared.Cuid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The templates that come with the product, as rows: each with one version that is active. Written without the
 * domain, since a migration does so too; that they are sound, a test says.
 */
final class ShippedTemplateRepository {

    static final List<String> SLUGS = List.of(
            "demand-response",
            "grid-services",
            "rebate",
            "energy-efficiency",
            "vpp",
            "time-of-use",
            "buddy",
            "language",
            "upskilling",
            "mentorship");

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final List<Shipped> SHIPPED =
            SLUGS.stream().map(slug -> Shipped.of(read(slug))).toList();

    private ShippedTemplateRepository() {}

    /** What a row holds, as text: to write the JSON of ten templates took a fifth of the time of a new workspace. */
    private record Shipped(
            String slug,
            String name,
            String description,
            String note,
            String programType,
            @Nullable String defaults,
            @Nullable String schema,
            @Nullable String lockedFields,
            String ruleSetSlug,
            @Nullable String formConfig,
            @Nullable String notifications,
            @Nullable String pricing,
            @Nullable String suitableForGroups) {

        static Shipped of(JsonNode shipped) {
            JsonNode content = shipped.path("content");
            return new Shipped(
                    text(shipped, "slug"),
                    text(shipped, "name"),
                    text(shipped, "description"),
                    text(content, "note"),
                    text(content, "programType"),
                    json(content, "defaults"),
                    json(content, "schema"),
                    json(content, "lockedFields"),
                    content.at("/ruleSet/slug").asText(),
                    json(content, "formConfig"),
                    json(content, "notifications"),
                    json(content, "pricing"),
                    json(content, "suitableForGroups"));
        }
    }

    static JsonNode read(String slug) {
        try (InputStream file = new ClassPathResource("shipped/templates/" + slug + ".json").getInputStream()) {
            return MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two statements, whatever the number of templates. */
    static void insert(JdbcOperations jdbc, String workspaceId, Instant at) {
        Timestamp now = Timestamp.from(at);
        List<Object[]> templates = new ArrayList<>();
        List<Object[]> versions = new ArrayList<>();
        for (Shipped shipped : SHIPPED) {
            String id = Cuid.next();
            templates.add(
                    new Object[] {id, workspaceId, shipped.slug(), shipped.name(), shipped.description(), now, now});
            versions.add(new Object[] {
                Cuid.next(),
                workspaceId,
                id,
                shipped.note(),
                shipped.programType(),
                shipped.defaults(),
                shipped.schema(),
                shipped.lockedFields(),
                shipped.ruleSetSlug(),
                shipped.formConfig(),
                shipped.notifications(),
                shipped.pricing(),
                shipped.suitableForGroups(),
                now,
                now,
                now
            });
        }
        jdbc.batchUpdate("""
                insert into template (id, workspace_id, slug, name, description, latest_version, active_version,
                                      created_at, updated_at, version)
                values (?, ?, ?, ?, ?, 1, 1, ?, ?, 0)
                """, templates);
        jdbc.batchUpdate("""
                insert into template_version (id, workspace_id, template_id, number, status, note, program_type, defaults,
                    schema, locked_fields, rule_set_slug, form_config, notifications, pricing, suitable_for_groups,
                    created_by, activated_by_type, activated_by_id, activated_by_name, activated_at, created_at,
                    updated_at, version)
                values (?, ?, ?, 1, 'active', ?, ?, ?::jsonb, ?::jsonb,
                        array(select jsonb_array_elements_text(?::jsonb)), ?, ?::jsonb, ?::jsonb, ?::jsonb,
                        array(select jsonb_array_elements_text(?::jsonb)),
                        'Enlist', 'process', 'enlist', 'Enlist', ?, ?, ?, 0)
                """, versions);
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asText();
    }

    private static @Nullable String json(JsonNode node, String member) {
        return node.has(member) ? node.get(member).toString() : null;
    }
}
