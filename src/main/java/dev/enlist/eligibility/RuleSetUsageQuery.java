package dev.enlist.eligibility;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.form.FormDefinition;
import dev.enlist.form.FormDefinitionParser;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads which program instances of the workspace in scope use a rule set, how many people, and their questions. */
@Component
public class RuleSetUsageQuery {

    /** Maximum number of instances in the answer, those with the most people first. */
    static final int MOST = 200;

    private static final int MOST_FORMS = 50;

    private static final String USAGE = """
            select i.id, i.title, i.active, i.rule_set_version, i.rule_set_in_flight,
                   coalesce(t.people, 0) as people, coalesce(t.open, 0) as open,
                   count(*) over () as instances, sum(coalesce(t.people, 0)) over () as all_people
            from program_instance i
            left join lateral (
                select sum(amount) as people,
                       sum(amount) filter (where status in ('candidate', 'eligible', 'ineligible', 'submitted')) as open
                from enrollment_tally where program_instance_id = i.id) t on true
            where i.workspace_id = :workspace and i.rule_set_slug = :slug and i.archived_at is null
            order by people desc, i.id limit :most
            """;

    private static final String FORMS = """
            select i.title, i.form_config::text as form from program_instance i
            where i.workspace_id = :workspace and i.rule_set_slug = :slug and i.archived_at is null
              and i.form_config is not null
            order by i.id desc limit :most
            """;

    private final RuleSetService ruleSets;
    private final JdbcClient jdbc;
    private final ObjectMapper json;

    RuleSetUsageQuery(RuleSetService ruleSets, JdbcClient jdbc, ObjectMapper json) {
        this.ruleSets = ruleSets;
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @throws dev.enlist.shared.problem.NotFound where there is no such rule set */
    @Transactional(readOnly = true)
    public RuleSetUsage usage(String slug) {
        long[] totals = new long[2];
        List<RuleSetUsage.Instance> data = jdbc.sql(USAGE)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("slug", slug)
                .param("most", MOST)
                .query((row, n) -> {
                    totals[0] = row.getLong("instances");
                    totals[1] = row.getLong("all_people");
                    return new RuleSetUsage.Instance(
                            row.getString("id"),
                            row.getString("title"),
                            row.getBoolean("active"),
                            row.getObject("rule_set_version", Integer.class),
                            row.getString("rule_set_in_flight"),
                            row.getLong("people"),
                            row.getLong("open"));
                })
                .list();
        if (data.isEmpty()) {
            ruleSets.ruleSet(slug);
        }
        return new RuleSetUsage(totals[0], totals[1], data);
    }

    /**
     * The inputs that the tables of a rule set can read: those of every table, and the metadata that the forms of its
     * instances ask for, with the options as values.
     */
    @Transactional(readOnly = true)
    public List<OfferedInput> inputs(String slug) {
        ruleSets.ruleSet(slug);
        Map<String, OfferedInput> inputs = new LinkedHashMap<>();
        RuleInput.ALL.forEach(input -> inputs.put(input.name(), OfferedInput.of(input)));
        jdbc.sql(FORMS)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("slug", slug)
                .param("most", MOST_FORMS)
                .query((row, n) -> Map.entry(row.getString("title"), row.getString("form")))
                .list()
                .forEach(form -> add(form.getKey(), FormDefinitionParser.parse(read(form.getValue())), inputs));
        return List.copyOf(inputs.values());
    }

    private Map<String, Object> read(String form) {
        try {
            return json.readValue(form, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored form is not JSON", e);
        }
    }

    private static void add(String instance, FormDefinition form, Map<String, OfferedInput> inputs) {
        for (FormField field : form.fields()) {
            if (field.name().startsWith(FormMember.METADATA)) {
                inputs.merge(field.name(), asked(instance, field), OfferedInput::and);
            }
        }
    }

    private static OfferedInput asked(String instance, FormField field) {
        List<Object> values = new ArrayList<>();
        field.options().forEach(option -> values.add(option.value()));
        String type =
                switch (field.type().wire()) {
                    case "number", "integer", "money" -> "number";
                    case "boolean", "consent" -> "boolean";
                    case "multiChoice" -> "list<string>";
                    default -> "string";
                };
        return new OfferedInput(
                field.name(), type, field.label().in(Locale.ENGLISH), example(type, field, values), values, instance);
    }

    private static @Nullable Object example(String type, FormField field, List<Object> values) {
        if (!values.isEmpty()) {
            return type.startsWith("list") ? List.of(values.get(0)) : values.get(0);
        }
        return switch (type) {
            case "number" -> field.minNumber().map(Object.class::cast).orElse(100);
            case "boolean" -> true;
            default -> field.type().wire().equals("date") ? "2026-03-01" : null;
        };
    }
}
