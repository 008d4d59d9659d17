package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enlist.process.Browser;
import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.tenancy.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;

/** Expressions in queries and filters, which the engine evaluates although it should not (CVE-2026-109432). */
final class QueryAttacks {

    private static final String GROUP = "expressions in queries";

    private static final String NEW_FILE =
            "${''.getClass().forName('java.io.FileOutputStream')" + ".getConstructor(''.getClass()).newInstance('%s')}";

    private QueryAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(bodies(), parameters(), stored(), behindTheEdge()).flatMap(attacks -> attacks);
    }

    private static String expression(Ground ground) {
        return Json.object("{}")
                .put("e", NEW_FILE.formatted(ground.canaries.file()))
                .path("e")
                .toString();
    }

    private static Stream<Attack> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("plain", "{\"assigneeExpression\": %s}");
        bodies.put("within orQueries", "{\"orQueries\": [{\"assigneeExpression\": %s}]}");
        bodies.put("within the second of orQueries", "{\"orQueries\": [{\"name\": \"x\"}, {\"ownerExpression\": %s}]}");
        bodies.put("orQueries within orQueries", "{\"orQueries\": [{\"orQueries\": [{\"assigneeExpression\": %s}]}]}");
        bodies.put(
                "a key twice",
                "{\"orQueries\": [], \"orQueries\": [{\"candidateGroupExpression\": \"${currentUser()}\","
                        + " \"candidateGroupExpression\": %s}]}");
        bodies.put("an escaped key", "{\"orQueries\": [{\"assignee\\u0045xpressio\\u006e\": %s}]}");
        bodies.put("another case", "{\"ORQUERIES\": [{\"ASSIGNEEEXPRESSION\": %s}]}");
        bodies.put("a date", "{\"orQueries\": [{\"dueBeforeExpression\": %s}]}");
        bodies.put("in a query's query", "{\"query\": {\"orQueries\": [{\"taskAssigneeExpression\": %s}]}}");
        bodies.put("in a later document", "{} {\"orQueries\": [{\"assigneeExpression\": %s}]}");
        bodies.put("where a value would be", "{\"processVariables\": [{\"valueExpression\": %s}]}");
        List<String> ways =
                List.of("/task", "/task/count", "/filter/F/list", "/filter/F/count", "/filter/F/singleResult");
        return Stream.concat(
                bodies.entrySet().stream()
                        .flatMap(body -> ways.stream()
                                .map(way -> new Attack(
                                        GROUP,
                                        body.getKey() + ", POST " + way,
                                        ground -> post(
                                                ground,
                                                way,
                                                body.getValue().formatted(expression(ground)),
                                                StandardCharsets.UTF_8)))),
                Stream.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, Charset.forName("UTF-32"))
                        .map(charset -> new Attack(
                                GROUP,
                                "in " + charset + ", POST /task",
                                ground -> post(
                                        ground,
                                        "/task",
                                        bodies.get("within orQueries").formatted(expression(ground)),
                                        charset))));
    }

    private static Wall post(Ground ground, String way, String body, Charset charset) {
        Browser reviewer = ground.as(Role.REVIEWER);
        Reply reply = reviewer.send(
                reviewer.request(Browser.ENGINE + way.replace("/F/", "/" + ground.filter() + "/") + "?maxResults=10")
                        .header("Content-Type", "application/json")
                        .header("X-XSRF-TOKEN", reviewer.cookie("XSRF-TOKEN").orElse(""))
                        .POST(BodyPublishers.ofByteArray(body.getBytes(charset))));
        reply.problem(400, "expression-refused");
        return Ground.refused(reply);
    }

    private static Stream<Attack> parameters() {
        return Stream.of(
                        "/task?assigneeExpression=%24%7B1%7D",
                        "/task?AssigneeExpression=%24%7B1%7D",
                        "/task?assignee%45xpression=%24%7B1%7D",
                        "/task/count?candidateGroupExpression=%24%7B1%7D",
                        "/filter/F/list?dueAfterExpression=%24%7Bnow()%7D",
                        "/history/task?taskOwnerExpression=%24%7B1%7D")
                .map(path -> new Attack(GROUP, "GET " + path, ground -> {
                    Reply reply = ground.as(Role.REVIEWER)
                            .get(Browser.ENGINE + path.replace("/F/", "/" + ground.filter() + "/"));
                    reply.problem(400, "expression-refused");
                    return Ground.refused(reply);
                }));
    }

    /** An expression inserted into the table of filters: the engine still does not evaluate it. */
    private static Stream<Attack> stored() {
        return Stream.of("{\"assigneeExpression\":%s}", "{\"orQueries\":[{\"assigneeExpression\":%s}]}")
                .flatMap(query -> Stream.of("list", "count")
                        .map(way -> new Attack(GROUP, "in a stored filter, " + way + " " + query, ground -> {
                            ground.database()
                                    .sql("insert into act_ru_filter (id_, rev_, resource_type_, name_, owner_, query_,"
                                            + " properties_) values ('hostile', 1, 'Task', 'h', null, ?, '{}')")
                                    .param(query.formatted(expression(ground)))
                                    .update();
                            try {
                                Reply reply = ground.as(Role.REVIEWER)
                                        .get(Browser.ENGINE + "/filter/hostile/" + way
                                                + (way.equals("list") ? "?maxResults=10" : ""));
                                assertThat(reply.status()).as(reply.text()).isEqualTo(400);
                                return Ground.refused(reply);
                            } finally {
                                ground.database()
                                        .sql("delete from act_ru_filter where id_ = 'hostile'")
                                        .update();
                            }
                        })));
    }

    /** The same without the request filter: only the second barrier. */
    private static Stream<Attack> behindTheEdge() {
        return Stream.of(
                        "${''.getClass().forName('" + Canaries.CLASS + "').newInstance()}",
                        "${now()}",
                        "${currentUser()}",
                        "${currentUserGroups()}",
                        "${recordReview}",
                        "#{1 == 1}")
                .flatMap(expression -> Stream.of(
                        new Attack(
                                GROUP,
                                "behind the edge, or: " + expression,
                                ground -> inEngine(ground.engine
                                        .getTaskService()
                                        .createTaskQuery()
                                        .or()
                                        .taskAssigneeExpression(expression)
                                        .endOr())),
                        new Attack(
                                GROUP,
                                "behind the edge, plain: " + expression,
                                ground -> inEngine(ground.engine
                                        .getTaskService()
                                        .createTaskQuery()
                                        .taskCandidateGroupExpression(expression))),
                        new Attack(GROUP, "behind the edge, stored: " + expression, ground -> {
                            Filter filter = ground.engine.getFilterService().newTaskFilter("hostile");
                            filter.setQuery(ground.engine
                                    .getTaskService()
                                    .createTaskQuery()
                                    .or()
                                    .taskOwnerExpression(expression)
                                    .endOr());
                            ground.engine.getFilterService().saveFilter(filter);
                            try {
                                Throwable refused = catchThrowable(
                                        () -> ground.engine.getFilterService().list(filter.getId()));
                                assertThat(refused).isInstanceOf(ProcessEngineException.class);
                                return Wall.RUN;
                            } finally {
                                ground.engine.getFilterService().deleteFilter(filter.getId());
                            }
                        })));
    }

    private static Wall inEngine(TaskQuery query) {
        assertThat(catchThrowable(query::list))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("xpression");
        return Wall.RUN;
    }
}
