package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Browser;
import dev.enlist.support.Reply;
import dev.enlist.tenancy.Role;
import java.util.List;
import java.util.stream.Stream;

/** The first-run set-up, which creates an administrator without authentication (CVE-2026-77226). */
final class SetupAttacks {

    private static final String GROUP = "first-run set-up";

    private static final String USER = """
            {"profile": {"id": "intruder", "firstName": "I", "lastName": "I", "email": "i@example.com"},
             "credentials": {"password": "intruder-1234567"}}
            """;

    private static final List<String> SPELLINGS = List.of(
            "/camunda/api/admin/setup/default/user/create",
            "/camunda/api/admin/setup/default/user/create/",
            "/camunda/api/admin/setup/DEFAULT/user/create",
            "/camunda/api/admin/SETUP/default/user/create",
            "/camunda/api/admin/Setup/default/user/create",
            "/CAMUNDA/api/admin/setup/default/user/create",
            "/camunda/api//admin/setup/default/user/create",
            "/camunda/api/admin//setup/default/user/create",
            "//camunda/api/admin/setup/default/user/create",
            "/camunda/api/admin/setup;a=b/default/user/create",
            "/camunda/api/admin;x/setup/default;jsessionid=1/user/create",
            "/camunda/api/admin/%73etup/default/user/create",
            "/camunda/api/admin/%53ETUP/default/user/create",
            "/camunda/api/admin/s%65tu%70/default/user/create",
            "/camunda/api/admin/%2573etup/default/user/create",
            "/camunda/api/admin%2Fsetup/default/user/create",
            "/camunda/api/admin%5Csetup/default/user/create",
            "/camunda/api/admin/x/../setup/default/user/create",
            "/camunda/api/admin/./setup/default/user/create",
            "/camunda/api/admin/x/%2e%2e/setup/default/user/create",
            "/camunda/api/admin/%2e/setup/default/user/create",
            "/camunda/api/admin/setup%20/default/user/create",
            "/camunda/api/admin/setup%00/default/user/create",
            "/camunda/api/admin/setup%3Bx/default/user/create",
            "/%63amunda/api/admin/setup/default/user/create",
            "/camunda/app/admin/default/setup/",
            "/camunda/app/admin/default/setup",
            "/camunda/api/cockpit/setup/default/user/create",
            "/camunda/api/engine/setup/default/user/create");

    private SetupAttacks() {}

    static Stream<Attack> all() {
        Stream<Attack> spelled = SPELLINGS.stream()
                .flatMap(path -> Stream.of(
                        attack(path, "POST", "a stranger", Ground::stranger),
                        attack(path, "POST", "a reviewer", ground -> ground.as(Role.REVIEWER)),
                        attack(path, "POST", "an administrator", ground -> ground.as(Role.ADMINISTRATOR))));
        Stream<Attack> otherwise = Stream.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
                .flatMap(method -> Stream.of(
                        attack(SPELLINGS.get(0), method, "a stranger", Ground::stranger),
                        attack(SPELLINGS.get(0), method, "an administrator", g -> g.as(Role.ADMINISTRATOR))));
        return Stream.concat(spelled, otherwise);
    }

    @FunctionalInterface
    private interface Who {
        Browser of(Ground ground);
    }

    private static Attack attack(String path, String method, String name, Who who) {
        return new Attack(GROUP, method + " " + path + " by " + name, ground -> {
            Reply reply = who.of(ground).send(method, path, method.equals("POST") || method.equals("PUT") ? USER : "");
            // not 401 or 403: the resource does not exist for any caller, or the container refuses to parse the path
            assertThat(reply.status()).as(reply.text()).isIn(400, 404);
            return method.equals("HEAD") ? Attack.Wall.EDGE : Ground.refused(reply);
        });
    }
}
