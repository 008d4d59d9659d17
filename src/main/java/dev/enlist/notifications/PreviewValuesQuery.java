package dev.enlist.notifications;

import dev.enlist.program.ProgramInstance;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.template.FormAnswers;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the values of an enrollment for the preview of a message. */
@Component
class PreviewValuesQuery {

    private final JdbcClient jdbc;
    private final MessageTemplates templates;
    private final AccessGate gate;
    private final Clock clock;

    PreviewValuesQuery(JdbcClient jdbc, MessageTemplates templates, AccessGate gate, Clock clock) {
        this.jdbc = jdbc;
        this.templates = templates;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * The values of an enrollment as a message would show them now.
     *
     * @throws InvalidInput if the instance has no such enrollment
     */
    Map<String, String> of(ProgramInstance instance, MessageType type, String enrollmentId) {
        gate.mustHave(Scope.ENROLLMENTS_READ);
        return jdbc.sql("""
                        select e.first_name, e.last_name, e.reference_id, e.application_number, s.reason, s.at,
                               i.form_config::text as form,
                               jsonb_build_object(
                                 'firstName', e.first_name, 'lastName', e.last_name, 'email', e.email,
                                 'phone', e.phone, 'serialNumber', e.serial_number, 'referenceId', e.reference_id,
                                 'referenceDescription', e.reference_description,
                                 'manufacturerSlugs', to_jsonb(e.manufacturer_slugs), 'tags', to_jsonb(e.tags),
                                 'address', jsonb_build_object(
                                   'streetOne', e.street_one, 'streetTwo', e.street_two, 'city', e.city,
                                   'state', e.state, 'postalCode', e.postal_code, 'country', e.country),
                                 'metadata', e.metadata)::text as application
                        from enrollment e
                        join program_instance i on i.workspace_id = :workspace and i.id = e.program_instance_id
                        left join lateral (
                          select c.reason, c.at from status_change c
                          where c.workspace_id = :workspace and c.enrollment_id = e.id and c.to_status = :status
                          order by c.at desc limit 1) s on true
                        where e.workspace_id = :workspace and e.program_instance_id = :instance and e.id = :id
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("instance", instance.getId())
                .param("id", enrollmentId)
                .param("status", type.about())
                .query((row, n) -> values(row, instance, enrollmentId))
                .optional()
                .orElseThrow(() -> new InvalidInput("/enrollmentId", "names no enrollment of this program instance"));
    }

    private Map<String, String> values(ResultSet row, ProgramInstance instance, String enrollmentId)
            throws SQLException {
        Map<String, String> values = new HashMap<>();
        values.put("firstName", text(row.getString("first_name")));
        values.put("lastName", text(row.getString("last_name")));
        values.put(
                "name",
                Stream.of(row.getString("first_name"), row.getString("last_name"))
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")));
        values.put("reason", text(row.getString("reason")));
        Instant at = Optional.ofNullable(row.getTimestamp("at"))
                .map(Timestamp::toInstant)
                .orElseGet(clock::instant);
        values.put("date", MessageLanguage.ENGLISH.date(at, instance.zone()));
        values.put("enrollmentId", enrollmentId);
        values.put("applicationNumber", text(row.getString("application_number")));
        values.put("referenceId", text(row.getString("reference_id")));
        values.put("answers", answers(row.getString("form"), row.getString("application")));
        return values;
    }

    private String answers(@Nullable String form, String application) {
        return form == null
                ? ""
                : FormAnswers.of(templates.json(form), templates.json(application), MessageLanguage.ENGLISH.locale())
                        .stream()
                        .map(answer -> answer.label() + ": " + answer.value())
                        .collect(Collectors.joining("\n"));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
