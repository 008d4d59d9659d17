package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.process.Browser;
import dev.enlist.process.Node;
import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Api;
import dev.enlist.support.Databases.TestDatabase;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The target of the attacks: the packaged application with a person of each role, and an engine in this process. */
final class Ground implements AutoCloseable {

    private static final String PASSWORD = "test-administrator";

    final Canaries canaries;
    final Node node;
    final ProcessEngine engine;
    final World inProcess;
    final World world;
    final String instance;
    final String enrollment;
    final String ruleSet;
    private final String enrollmentInProcess;
    private final JdbcClient database;
    private final Map<Role, Browser> people = new EnumMap<>(Role.class);
    private final Map<String, Long> before;

    Ground(ProcessEngine engine, World inProcess, TestDatabase own) throws IOException {
        Path directory = Path.of("target", "attacks", Cuid.next()).toAbsolutePath();
        this.engine = engine;
        this.inProcess = inProcess;
        this.enrollmentInProcess = inProcess.submittedEnrollment(inProcess.instance());
        this.node = Node.start(directory, "node", own.settings()).untilReady();
        this.canaries = new Canaries(directory);
        this.database = own.client();
        this.world = new World(new WorkspaceRef("", ""), node.api());
        for (Role role : Role.values()) {
            people.put(role, signedIn(role));
        }
        this.instance = world.instance();
        this.enrollment = world.submittedEnrollment(instance);
        this.ruleSet = api().post("/ruleSets", Json.object("{\"slug\": \"attacked\", \"name\": \"Attacked\"}"))
                .created()
                .path("slug")
                .asText();
        this.before = counts();
    }

    /** Signs in with the password of the first administrator, in the first workspace. */
    private Browser signedIn(Role role) {
        String id = Cuid.next();
        String email = role.wire() + "@example.com";
        database.sql("insert into app_user (id, email, email_key, password_hash, created_at)"
                        + " select ?, ?, ?, password_hash, now() from app_user order by created_at limit 1")
                .params(id, email, email)
                .update();
        database.sql("insert into workspace_member (workspace_id, user_id, id, email_key, display_name)"
                        + " select workspace_id, ?, ?, ?, ? from api_key order by created_at limit 1")
                .params(id, id, email, role.wire())
                .update();
        database.sql("insert into membership (user_id, workspace_id, role)"
                        + " select ?, workspace_id, ? from api_key order by created_at limit 1")
                .params(id, role.wire())
                .update();
        Browser browser = new Browser(node.url());
        assertThat(browser.signIn(email, PASSWORD).header("Location").orElse("error"))
                .doesNotContain("error");
        browser.get("/camunda/app/tasklist/default/");
        return browser;
    }

    Browser as(Role role) {
        return people.get(role);
    }

    Browser stranger() {
        return new Browser(node.url());
    }

    Api api() {
        return node.api();
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
        return engineId("select proc_inst_id_ from act_ru_task limit 1");
    }

    /** The process of an enrollment under review in this process. */
    ProcessInstance processInProcess() {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(enrollmentInProcess)
                .singleResult();
    }

    String job() {
        return engineId("select id_ from act_ru_job where process_instance_id_ is not null limit 1");
    }

    String definition() {
        return engineId("select id_ from act_re_procdef where key_ = 'enrollment-lifecycle' limit 1");
    }

    String deployment() {
        return engineId("select id_ from act_re_deployment limit 1");
    }

    String filter() {
        return engineId("select id_ from act_ru_filter where name_ = 'All tasks'");
    }

    private String engineId(String sql) {
        return database.sql(sql).query(String.class).single();
    }

    /** Row counts that no attack may change. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        for (String table : new String[] {
            "act_re_deployment",
            "act_re_procdef",
            "act_re_case_def",
            "act_ru_filter",
            "act_ru_batch",
            "act_ru_authorization",
            "act_ru_execution",
            "act_ru_task",
            "act_ru_variable",
            "act_id_user",
            "act_id_group",
            "app_user",
            "membership",
            "api_key",
            "enrollment",
            "program",
            "customer",
            "lead",
            "event_log"
        }) {
            counts.put(
                    table,
                    database.sql("select count(*) from " + table)
                            .query(Long.class)
                            .single());
        }
        return counts;
    }

    void isUntouched() {
        Map<String, Long> now = counts();
        Map<String, Long> then = new TreeMap<>(before);
        // attacks on cells publish rules, and every publication adds a deployment and an event
        for (String grows : new String[] {"act_re_deployment", "event_log"}) {
            now.remove(grows);
            then.remove(grows);
        }
        assertThat(now).isEqualTo(then);
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
        node.close();
        canaries.close();
    }
}
