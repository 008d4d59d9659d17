package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Worlds;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.resource.ResourceUrlProvider;

/** Pages link what comes from webjars with its version, and look up no other link in the jars. */
@EnlistIT
class VersionedLinksIT {

    private static final Pattern STYLES = Pattern.compile("\"(/webjars/tabler__core/\\d[^\"]+/tabler\\.min\\.css)\"");

    @Autowired
    Worlds worlds;

    @Autowired
    ResourceUrlProvider links;

    @Test
    void theStyleSheetHasItsVersionAndIsFound() {
        Browser browser = new Browser(worlds.stranger().api().url());

        Matcher styles = STYLES.matcher(browser.get("/login").expect(200).text());

        assertThat(styles.find()).isTrue();
        assertThat(browser.get(styles.group(1)).expect(200).text()).contains("Tabler");
        browser.get("/webjars/tabler__core/dist/css/tabler.min.css").expect(200);
    }

    @Test
    void onlyWebjarsAreLookedUp() {
        assertThat(links.getHandlerMap()).containsOnlyKeys("/webjars/**");
    }
}
