package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Styles, scripts and icons have a version in their address, and browsers keep them. */
@EnlistIT
class AssetIT {

    private static final String PASSWORD = "a password of an administrator";

    private static final String ENGINE = ProcessEngine.class.getPackage().getImplementationVersion();

    private static final String FOR_EVER = "max-age=31536000, public, immutable";

    @Autowired
    Worlds worlds;

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(worlds.stranger().api().url() + path))
                .header("Accept", "text/html,*/*")
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private List<String> links(String page) throws IOException, InterruptedException {
        return Pattern.compile("(?:href|src)=\"([^\"]+[.](?:css|js))\"")
                .matcher(get(page).body())
                .results()
                .map(link -> link.group(1))
                .toList();
    }

    private static String caching(HttpResponse<?> response) {
        return response.headers().firstValue("Cache-Control").orElse("");
    }

    @Test
    void everyStyleAndScriptOfAPageIsKeptForAYear() throws IOException, InterruptedException {
        List<String> links = links("/login");
        assertThat(links).hasSizeGreaterThan(6);
        for (String link : links) {
            HttpResponse<String> asset = get(link);
            assertThat(asset.statusCode()).as(link).isEqualTo(200);
            assertThat(caching(asset)).as(link).isEqualTo(FOR_EVER);
        }
    }

    @Test
    void theVersionIsInTheAddressAndAnotherVersionIsNotKept() throws IOException, InterruptedException {
        String tokens = links("/login").stream()
                .filter(link -> link.endsWith("/system/tokens.css"))
                .findFirst()
                .orElseThrow();
        assertThat(tokens).matches("/assets/v-[0-9a-f]{12}/system/tokens[.]css");
        HttpResponse<String> other = get("/assets/v-000000000000/system/tokens.css");
        assertThat(other.body()).isEqualTo(get(tokens).body());
        assertThat(caching(other)).isEqualTo("no-cache");
        assertThat(caching(get("/assets/system/tokens.css"))).isEqualTo("no-cache");
        assertThat(get("/assets/v-000000000000/system/nothing.css").statusCode())
                .isEqualTo(404);
        assertThat(get("/assets/v-000000000000/..%2fapplication.yaml").statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    @Test
    void iconsAreInTheirStyleSheet() throws IOException, InterruptedException {
        String icons = links("/login").stream()
                .filter(link -> link.endsWith("/system/icons.css"))
                .findFirst()
                .orElseThrow();
        assertThat(get(icons).body())
                .contains(".icon-house { --icon: url(\"data:image/svg+xml,%3Csvg ")
                .doesNotContain("/webjars/");
    }

    @Test
    void theScriptsThatTheEnginesPagesShareHaveItsVersionAndAreKept() throws IOException, InterruptedException {
        World world = worlds.shared(this);
        String email = worlds.person(world, PASSWORD, Role.ADMINISTRATOR);
        Browser person = Browser.signedIn(world.api().url(), email, PASSWORD, false);
        for (String page : List.of("tasklist", "cockpit")) {
            List<String> shared = Pattern.compile("src=\"(/camunda/lib/[^\"]+)\"")
                    .matcher(person.get("/camunda/app/" + page + "/default/")
                            .expect(200)
                            .text())
                    .results()
                    .map(script -> script.group(1))
                    .toList();
            assertThat(shared).as(page).isNotEmpty().allMatch(script -> script.endsWith("?bust=" + ENGINE));
            for (String script : shared) {
                Reply kept = person.get(script).expect(200);
                assertThat(kept.header("Cache-Control")).as(script).contains("max-age=31536000, private, immutable");
                assertThat(get(script).statusCode()).as("to the sign-in page").isEqualTo(302);
                assertThat(kept.header("Pragma")).as(script).isEmpty();
            }
        }
        assertThat(person.get("/camunda/lib/nothing.js").status()).isEqualTo(404);
    }
}
