package dev.enlist.branding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Api;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Reply;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The branding of organizations and program instances, its logos and its style sheets. */
@EnlistIT
class BrandingIT {

    private static final String SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 64\"><path d=\"M0 0h240v64z\"/></svg>";

    @Autowired
    Worlds worlds;

    World world;
    String organization;

    @BeforeEach
    void anOrganization() {
        begin(worlds.shared(this));
    }

    private void begin(World where) {
        world = where;
        organization = "/organizations/" + world.workspace().organizationId() + "/branding";
    }

    @Test
    void withoutChangesTheNameOfTheOrganizationIsShown() {
        JsonNode branding = world.api().get(organization).expect(200).json();

        assertThat(branding.has("name")).isFalse();
        assertThat(branding.at("/effective/name").asText()).isNotBlank();
        assertThat(branding.at("/effective/senderName")).isEqualTo(branding.at("/effective/name"));
        assertThat(branding.at("/effective/stylesheet").isMissingNode()).isTrue();
        assertThat(world.api().get(organization).header("ETag")).contains("\"0\"");
    }

    @Test
    void anInstanceOverridesItsOrganization() {
        begin(worlds.organization());
        String instance = "/programInstances/" + world.instance() + "/branding";
        world.api().patch(organization, Json.object("""
                {"name": "City Power", "color": "#0B6E4F", "darkColor": "#36a67c", "darkTextColor": "#171c23",
                 "email": "rebates@citypower.example", "phone": "+12125550100",
                 "privacyUrl": "https://citypower.example/privacy", "replyTo": "office@citypower.example",
                 "footerLinks": [{"label": "Accessibility", "url": "https://citypower.example/a"}]}
                """)).ok();
        world.api().patch(instance, Json.object("""
                {"name": "Battery rebate", "color": "#8a1c1c", "privacyText": "We keep nothing."}
                """)).ok();

        JsonNode effective = world.api().get(instance).ok().path("effective");

        assertThat(effective.path("name").asText()).isEqualTo("Battery rebate");
        assertThat(effective.path("senderName").asText()).isEqualTo("Battery rebate");
        assertThat(effective.at("/colors/color").asText()).isEqualTo("#8a1c1c");
        assertThat(effective.at("/colors/darkColor").asText())
                .as("goes with the colour")
                .isNotEqualTo("#36a67c");
        assertThat(effective.path("email").asText()).isEqualTo("rebates@citypower.example");
        assertThat(effective.path("privacyText").asText()).isEqualTo("We keep nothing.");
        assertThat(effective.has("privacyUrl")).as("of the organization").isFalse();
        assertThat(effective.at("/footerLinks/0/label").asText()).isEqualTo("Accessibility");

        world.api()
                .patch(instance, Json.object("{\"color\": null, \"privacyText\": null}"))
                .ok();
        JsonNode again = world.api().get(instance).ok().path("effective");
        assertThat(again.at("/colors/color").asText()).isEqualTo("#0b6e4f");
        assertThat(again.path("privacyUrl").asText()).isEqualTo("https://citypower.example/privacy");
    }

    @Test
    void aColourOnWhichTextIsHardToReadIsRefusedWithTheNearestReadableOne() {
        begin(worlds.organization());
        JsonNode problem = world.api()
                .patch(organization, Json.object("{\"color\": \"#ffd400\", \"darkColor\": \"#777777\"}"))
                .problem(422, "unreadable-color");

        assertThat(problem.path("errors").findValuesAsText("pointer")).containsExactly("/color", "/darkColor");
        assertThat(problem.at("/errors/0/message").asText())
                .contains("contrast of 1.4:1", "at least 4.5:1", "nearest readable colour is #")
                .contains("with the text #171c23");
        assertThat(problem.at("/colors/0/contrast").asDouble()).isEqualTo(1.4);
        String nearest = problem.at("/colors/0/nearest").asText();
        assertThat(world.api().get(organization).ok().has("color")).isFalse();
        world.api().patch(organization, Json.object("{}").put("color", nearest)).ok();
        world.api()
                .patch(organization, Json.object("{\"color\": \"#ffd400\", \"textColor\": \"#171c23\"}"))
                .ok();
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        assertThat(world.api().patch(organization, Json.object("""
                        {"color": "green", "email": "none", "phone": "555", "privacyUrl": "http://example.org",
                         "name": " ", "footerLinks": [{"label": "", "url": "javascript:alert(1)"}], "logo": {}}
                        """)).faults())
                .containsExactlyInAnyOrder(
                        "/color",
                        "/email",
                        "/phone",
                        "/privacyUrl",
                        "/name",
                        "/footerLinks/0/label",
                        "/footerLinks/0/url",
                        "/logo");
        assertThat(world.api()
                        .patch(
                                organization,
                                Json.object("{\"privacyUrl\": \"https://example.org\", \"privacyText\": \"Text\","
                                        + " \"textColor\": \"#ffffff\"}"))
                        .faults())
                .containsExactlyInAnyOrder("/privacyUrl", "/textColor");
    }

    @Test
    void aChangeOfAnotherPersonIsNotOverwritten() {
        begin(worlds.organization());
        String first = world.api().get(organization).header("ETag").orElseThrow();
        world.api()
                .patch(organization, Json.object("{\"name\": \"One\"}"), first)
                .ok();

        world.api()
                .patch(organization, Json.object("{\"name\": \"Two\"}"), first)
                .problem(412, "precondition-failed");

        assertThat(world.api().get(organization).ok().path("name").asText()).isEqualTo("One");
    }

    @Test
    void aLogoIsServedToEveryoneAndNeverChanges() {
        begin(worlds.organization());
        JsonNode branding = put(world.api(), organization, "image/svg+xml", SVG).ok();
        String path = branding.at("/logo/path").asText();

        assertThat(branding.at("/logo/width").asInt()).isEqualTo(240);
        Reply logo = world.api().with("").get(path).expect(200);
        assertThat(logo.text()).contains("M0 0h240v64z");
        assertThat(logo.header("Content-Type")).contains("image/svg+xml");
        assertThat(logo.header("Cache-Control").orElseThrow()).contains("max-age=31536000", "immutable");
        assertThat(logo.header("Content-Security-Policy").orElseThrow()).contains("default-src 'none'", "sandbox");
        assertThat(logo.header("Cross-Origin-Resource-Policy")).contains("cross-origin");
        assertThat(logo.header("X-Content-Type-Options")).contains("nosniff");

        world.api().delete(organization + "/logo").ok();
        assertThat(world.api().get(organization).ok().has("logo")).isFalse();
        world.api().with("").get(path).expect(200);
        world.api().with("").get(path.replace(".svg", ".png")).expect(404);
        String foreign = path.replace(
                world.workspace().organizationId(),
                worlds.stranger().workspace().organizationId());
        world.api().with("").get(foreign).expect(404);
    }

    @Test
    void anUnsafeLogoIsRefusedWithTheReason() {
        assertThat(put(world.api(), organization, "image/svg+xml", SVG.replace("<path", "<script>x</script><path"))
                        .problem(422, "logo-unusable")
                        .path("detail")
                        .asText())
                .contains("<script>");
        put(world.api(), organization, "image/png", "no picture").problem(415, "logo-type-not-supported");
        put(world.api(), organization, "image/png", "x".repeat(LogoValidator.MAX_BYTES + 1))
                .problem(413, "logo-too-large");
        put(world.api(), organization, "text/html", SVG).expect(415);
    }

    @Test
    void theStyleSheetIsPublicAndTakesReadableColoursOnly() {
        begin(worlds.organization());
        world.api().patch(organization, Json.object("{\"color\": \"#0b6e4f\"}")).ok();
        String sheet =
                world.api().get(organization).ok().at("/effective/stylesheet").asText();

        Reply reply = world.api().with("").get(sheet).expect(200);

        assertThat(reply.text()).contains("--brand: light-dark(#0b6e4f, ");
        assertThat(reply.header("Content-Type").orElseThrow()).startsWith("text/css");
        world.api()
                .with("")
                .get("/branding/styles/1-ffd400-ffffff-ffd400-ffffff.css")
                .expect(404);
    }

    @Test
    void coloursArePreviewedWithoutBeingStored() {
        JsonNode colors = world.api().get("/brandColors?color=%230b6e4f").ok();
        assertThat(colors.path("contrast").asDouble()).isEqualTo(6.2);
        assertThat(colors.path("tokens").size()).isGreaterThan(5);
        world.api().get("/brandColors?color=%23ffd400").problem(422, "unreadable-color");
        assertThat(world.api().get("/brandColors?color=red&darkTextColor=x").faults())
                .containsExactlyInAnyOrder("/color", "/darkTextColor");
    }

    @Test
    void othersDoNotSeeIt() {
        World other = worlds.stranger();
        String instance = "/programInstances/" + world.instance() + "/branding";

        for (String path : List.of(organization, instance)) {
            other.api().get(path).expect(404);
            other.api().patch(path, Json.object("{\"name\": \"Mine\"}")).expect(404);
            put(other.api(), path, "image/svg+xml", SVG).expect(404);
            other.api().delete(path + "/logo").expect(404);
        }
    }

    private static Reply put(Api api, String branding, String type, String content) {
        return api.send(
                branding + "/logo",
                request -> request.header("Content-Type", type).PUT(BodyPublishers.ofString(content)));
    }
}
