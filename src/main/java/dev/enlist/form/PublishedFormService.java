package dev.enlist.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds published forms, whatever the workspace. Each call asks the database which version is the newest and how the
 * instance is set now, two reads by index; the definitions are parsed once and cached, since a version never changes.
 * So every node shows a new version at once.
 */
@Service
public class PublishedFormService {

    private static final long MOST_DEFINITIONS = 500;
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().findAndAddModules().build();

    private final JdbcClient jdbc;
    private final FormVersionRepository versions;
    private final TransactionTemplate reading;

    /** By id of the version. */
    private final Cache<String, FormDefinition> definitions =
            Caffeine.newBuilder().maximumSize(MOST_DEFINITIONS).build();

    PublishedFormService(JdbcClient jdbc, FormVersionRepository versions, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.versions = versions;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.reading.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    /**
     * The newest version of the form at a path.
     *
     * @return empty where no instance has the path, or its form is not published
     */
    public Optional<PublishedForm> byPath(String path) {
        return place(path).flatMap(place -> read(place, null));
    }

    /**
     * One version of the form at a path, for an application that was begun with it.
     *
     * @return empty where no instance has the path, its form is not published, or has no such version
     */
    public Optional<PublishedForm> byPath(String path, int version) {
        return place(path).flatMap(place -> read(place, version));
    }

    /** The newest version of an instance of the workspace in scope, published at present or not. */
    public Optional<PublishedForm> ofInstance(String programInstanceId) {
        return find(new Place(WorkspaceScope.current(), programInstanceId), null);
    }

    /** One version of an instance of the workspace in scope, published at present or not. */
    public Optional<PublishedForm> ofInstance(String programInstanceId, int version) {
        return find(new Place(WorkspaceScope.current(), programInstanceId), version);
    }

    private record Place(WorkspaceRef workspace, String programInstanceId) {}

    private record Row(
            String versionId, int number, @Nullable String settings) {}

    private Optional<Place> place(String path) {
        return jdbc.sql("""
                        select workspace_id, organization_id, program_instance_id from application_path where path = ?
                        """)
                .param(path)
                .query((row, n) -> new Place(
                        new WorkspaceRef(row.getString("workspace_id"), row.getString("organization_id")),
                        row.getString("program_instance_id")))
                .optional();
    }

    private Optional<PublishedForm> read(Place place, @Nullable Integer version) {
        return WorkspaceScope.in(place.workspace(), () -> find(place, version))
                .filter(form -> form.settings().isPublished());
    }

    private Optional<PublishedForm> find(Place place, @Nullable Integer version) {
        return reading.execute(status -> jdbc.sql("""
                        select v.id, v.number, i.application::text as settings
                        from form_version v join program_instance i on i.id = v.program_instance_id
                        where v.program_instance_id = :instance and (:version::int is null or v.number = :version)
                        order by v.number desc limit 1
                        """)
                .param("instance", place.programInstanceId())
                .param("version", version)
                .query((row, n) -> new Row(row.getString("id"), row.getInt("number"), row.getString("settings")))
                .optional()
                .map(row -> new PublishedForm(
                        place.workspace(),
                        place.programInstanceId(),
                        row.number(),
                        definition(row.versionId()),
                        settings(row.settings()))));
    }

    /** The form of a version in the workspace in scope, by its id; cached. */
    public FormDefinition definition(String versionId) {
        return definitions.get(
                versionId,
                id -> FormDefinitionParser.parse(
                        versions.findById(id).map(FormVersion::definition).orElse(Map.of())));
    }

    private static ApplicationSettings settings(@Nullable String json) {
        try {
            return json == null ? ApplicationSettings.NONE : MAPPER.readValue(json, ApplicationSettings.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The stored settings of an application do not parse", e);
        }
    }
}
