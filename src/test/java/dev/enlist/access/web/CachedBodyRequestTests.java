package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class CachedBodyRequestTests {

    private static CachedBodyRequest request(String method, String path, String query, String body) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setQueryString(query);
        request.setContent(body.getBytes(StandardCharsets.UTF_8));
        return new CachedBodyRequest(request);
    }

    @Test
    void isTheSameWithTheSameMethodPathQueryAndBody() throws IOException {
        assertThat(request("POST", "/leads", "a=1", "{}").hash())
                .hasSize(32)
                .isEqualTo(request("POST", "/leads", "a=1", "{}").hash());
    }

    @Test
    void isAnotherWithAnyOfThemChanged() throws IOException {
        byte[] hash = request("POST", "/leads", "a=1", "{}").hash();

        assertThat(request("PUT", "/leads", "a=1", "{}").hash()).isNotEqualTo(hash);
        assertThat(request("POST", "/customers", "a=1", "{}").hash()).isNotEqualTo(hash);
        assertThat(request("POST", "/leads", "a=2", "{}").hash()).isNotEqualTo(hash);
        assertThat(request("POST", "/leads", null, "{}").hash()).isNotEqualTo(hash);
        assertThat(request("POST", "/leads", "a=1", "{ }").hash()).isNotEqualTo(hash);
        assertThat(request("POST", "/leads", "a=1", "").hash()).isNotEqualTo(hash);
    }

    @Test
    void isNotConfusedByWhereOnePartEndsAndTheNextBegins() throws IOException {
        assertThat(request("POST", "/leads", "a", "b").hash())
                .isNotEqualTo(request("POST", "/leads", "a\nb", "").hash());
        assertThat(request("POST", "/leads", "ab", "").hash())
                .isNotEqualTo(request("POST", "/leads", "a", "b").hash());
    }

    @Test
    void doesNotDependOnHeaders() throws IOException {
        MockHttpServletRequest other = new MockHttpServletRequest("POST", "/leads");
        other.setQueryString("a=1");
        other.setContent("{}".getBytes(StandardCharsets.UTF_8));
        other.addHeader("User-Agent", "another");

        assertThat(new CachedBodyRequest(other).hash())
                .isEqualTo(request("POST", "/leads", "a=1", "{}").hash());
    }

    @Test
    void canBeReadAsOftenAsNeeded() throws IOException {
        CachedBodyRequest request = request("POST", "/leads", null, "{\"name\": \"Zoë\"}");

        request.hash();

        assertThat(new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\": \"Zoë\"}");
        assertThat(request.getReader().readLine()).isEqualTo("{\"name\": \"Zoë\"}");
        assertThat(request.getInputStream().isFinished()).isFalse();
    }
}
