package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.process.Browser;
import dev.enlist.process.Node;
import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.Json;
import dev.enlist.support.Links;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The target of the attacks: an application with a person of each role, and an engine in this process. */
final class Ground implements AutoCloseable {

    private static final String PASSWORD = "a password for each role";

    /** Engine tables of which a workspace has its own rows. Attacks might also write rows of no workspace. */
    private static final List<String> OF_TENANTS = List.of("act_ru_execution", "act_ru_task", "act_ru_variable");

    private static final List<String> OF_WORKSPACES =
            List.of("membership", "api_key", "enrollment", "customer", "lead");

    private static final List<String> OF_ALL = List.of(
            "act_re_procdef",
            "act_re_case_def",
            "act_ru_filter",
            "act_ru_batch",
            "act_ru_authorization",
            "act_id_user",
            "act_id_group",
            "app_user",
            "program");

    final Canaries canaries;
    final ProcessEngine engine;
    final World inProcess;
    final World world;
    final String instance;
    final String enrollment;
    final String ruleSet;
    private final String enrollmentInProcess;
    private final JdbcClient database;
    private final Runnable end;
    private final Map<Role, String> emails = new EnumMap<>(Role.class);
    private final Map<Role, Browser> people = new EnumMap<>(Role.class);
    private final Map<String, Long> before;

    /** The application of this process, in a workspace of its own. */
    static Ground inThisProcess(ProcessEngine engine, World world, JdbcClient database) throws IOException {
        return new Ground(directory(), engine, world, world, database, () -> {});
    }

    /** The packaged application in a process of its own, on this database, which is dropped at the end. */
    static Ground packaged(ProcessEngine engine, World inProcess, TestDatabase own) throws IOException {
        Path directory = directory();
        Node node = Node.start(directory, "node", own.settings()).untilReady();
        String workspaceId = own.sql("select workspace_id from api_key order by created_at limit 1")
                .query(String.class)
                .single();
        World world = new World(new WorkspaceRef(workspaceId, ""), node.api());
        return new Ground(directory, engine, inProcess, world, own.client(), () -> {
            node.close();
            own.close();
        });
    }

    private static Path directory() throws IOException {
        return Files.createDirectories(Path.of("target", "attacks", Cuid.next()).toAbsolutePath());
    }

    private Ground(
            Path directory, ProcessEngine engine, World inProcess, World world, JdbcClient database, Runnable end)
            throws IOException {
        this.engine = engine;
        this.inProcess = inProcess;
        this.world = world;
        this.database = database;
        this.end = end;
        this.canaries = new Canaries(directory);
        for (Role role : Role.values()) {
            emails.put(role, role.wire() + "-" + Cuid.next() + "@example.com");
            people.put(role, signedIn(role));
        }
        this.instance = world.instance();
        this.enrollment = world.submittedEnrollment(instance);
        this.enrollmentInProcess =
                world == inProcess ? enrollment : inProcess.submittedEnrollment(inProcess.instance());
        this.ruleSet = api().post("/ruleSets", Json.object("{\"slug\": \"attacked\", \"name\": \"Attacked\"}"))
                .created()
                .path("slug")
                .asText();
        this.before = counts();
    }

    private Browser signedIn(Role role) {
        ObjectNode user = Json.object("{}").put("email", email(role)).put("displayName", role.wire());
        user.putArray("roles").add(role.wire());
        JsonNode invited = api().post("/users", user).created();
        assertThat(Links.acceptWithNew(api(), invited, PASSWORD).status()).isLessThan(400);
        Browser browser = Browser.signedIn(url(), email(role), PASSWORD, false);
        // sets the CSRF token, also with a refusal
        browser.get("/camunda/app/tasklist/default/");
        return browser;
    }

    String email(Role role) {
        return Objects.requireNonNull(emails.get(role));
    }

    private String url() {
        return world.api().url();
    }

    Browser as(Role role) {
        return people.get(role);
    }

    Browser stranger() {
        return new Browser(url());
    }

    Api api() {
        return world.api();
    }

    JdbcClient database() {
        return database;
    }

    /** The open review task. */
    String task() {
        JsonNode tasks = as(Role.REVIEWER)
                .get(Browser.ENGINE + "/task?maxResults=10")
                .expect(200)
                .json();
        assertThat(tasks).hasSize(1);
        return tasks.get(0).path("id").asText();
    }

    String process() {
        return engineId("select proc_inst_id_ from act_ru_task where tenant_id_ = ? limit 1", workspaceId());
    }

    /** The process of an enrollment under review in this process. */
    ProcessInstance processInProcess() {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(enrollmentInProcess)
                .singleResult();
    }

    String job() {
        return engineId(
                "select id_ from act_ru_job where process_instance_id_ is not null and tenant_id_ = ? limit 1",
                workspaceId());
    }

    String definition() {
        return engineId("select proc_def_id_ from act_ru_task where tenant_id_ = ? limit 1", workspaceId());
    }

    String deployment() {
        return engineId("select deployment_id_ from act_re_procdef where id_ = ?", definition());
    }

    String filter() {
        return engineId("select id_ from act_ru_filter where name_ = ?", "All tasks");
    }

    private String engineId(String sql, String value) {
        return database.sql(sql).param(value).query(String.class).single();
    }

    private String workspaceId() {
        return world.workspace().workspaceId();
    }

    /** Row counts that no attack may change. */
    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        OF_TENANTS.forEach(table -> counts.put(table, count(table, "coalesce(tenant_id_, :workspace) = :workspace")));
        OF_WORKSPACES.forEach(table -> counts.put(table, count(table, "workspace_id = :workspace")));
        OF_ALL.forEach(table -> counts.put(table, count(table, "true")));
        return counts;
    }

    private long count(String table, String condition) {
        return database.sql("select count(*) from " + table + " where " + condition)
                .param("workspace", workspaceId())
                .query(Long.class)
                .single();
    }

    /** Attacks on cells publish rules, and each publication adds a deployment and an event: those are not compared. */
    void isUntouched() {
        assertThat(counts()).isEqualTo(before);
        assertThat(world.statusOf(enrollment)).isEqualTo("submitted");
        assertThat(world.isConsistent()).isTrue();
    }

    /** The barrier that refused a request; fails where none did. */
    static Wall refused(Reply reply) {
        String text = reply.text();
        String request =
                reply.response().request().method() + " " + reply.response().uri() + ": " + reply.status();
        boolean toSignIn =
                reply.status() == 302 && reply.header("Location").orElse("").endsWith("/login");
        assertThat(toSignIn || reply.status() >= 400 && reply.status() < 500)
                .as(request + " " + text)
                .isTrue();
        // by a problem code, by the engine's own message, or by the sign-in page
        if (toSignIn || reply.status() == 401 || text.isEmpty()) {
            return Wall.CHAIN;
        }
        JsonNode problem = Json.read(text);
        if (problem.has("type") && problem.path("type").asText().endsWith("Exception")) {
            return problem.path("type").asText().equals("AuthorizationException") ? Wall.AUTHORIZATION : Wall.RUN;
        }
        assertThat(problem.path("detail").asText() + problem.path("message").asText())
                .as(request + " says why: " + text)
                .isNotBlank();
        if (problem.path("detail").asText().equals("The request cannot be read.")
                || problem.path("detail").asText().equals("Forbidden.")) {
            return Wall.CHAIN;
        }
        boolean engine = reply.response().uri().getPath().startsWith("/camunda");
        return engine || problem.path("detail").asText().startsWith("There is no set-up") ? Wall.EDGE : Wall.API;
    }

    @Override
    public void close() throws IOException {
        end.run();
        canaries.close();
    }
}
