package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Links and redirects lead to hosts that the operator or a trusted proxy named. */
class PublicHostFilterTests {

    private final MockEnvironment environment = new MockEnvironment();
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/programs");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private HttpServletRequest addressedTo(String host, int port) throws Exception {
        request.setServerName(host);
        request.setServerPort(port);
        request.addHeader("Host", host + ":" + port);
        request.addHeader("X-Forwarded-Host", "evil.example");
        request.setLocalAddr("10.0.0.5");
        request.setLocalPort(8080);
        AtomicReference<HttpServletRequest> seen = new AtomicReference<>();
        new PublicHostFilter(environment).doFilter(request, response, (through, answer) -> {
            seen.set((HttpServletRequest) through);
            ((HttpServletResponse) answer).sendRedirect(((HttpServletRequest) through).getRequestURL() + "/x");
        });
        return seen.get();
    }

    @Test
    void aHostThatNobodyNamedIsNotBelieved() throws Exception {
        HttpServletRequest seen = addressedTo("evil.example", 80);
        assertThat(seen.getServerName()).isEqualTo("10.0.0.5");
        assertThat(seen.getRequestURL()).hasToString("http://10.0.0.5:8080/programs");
        assertThat(seen.getHeader("Host")).isEqualTo("10.0.0.5:8080");
        assertThat(seen.getHeader("X-Forwarded-Host")).isNull();
        assertThat(seen.getAttribute(PublicHostFilter.BELIEVED)).isNull();
        assertThat(response.getRedirectedUrl()).isEqualTo("/programs/x");
    }

    @Test
    void thisMachineIs() throws Exception {
        assertThat(addressedTo("localhost", 8080).getRequestURL()).hasToString("http://localhost:8080/programs");
        assertThat(request.getAttribute(PublicHostFilter.BELIEVED)).isEqualTo("http://localhost:8080");
    }

    @Test
    void thePublicUrlCountsWhateverTheClientSays() throws Exception {
        environment.setProperty("enlist.public-url", "https://enlist.example/");
        HttpServletRequest seen = addressedTo("evil.example", 80);
        assertThat(seen.getRequestURL()).hasToString("https://enlist.example/programs");
        assertThat(seen.isSecure()).isTrue();
        assertThat(response.getRedirectedUrl()).isEqualTo("/programs/x");
    }

    @Test
    void aTrustedProxyIsBelieved() throws Exception {
        environment.setProperty("server.forward-headers-strategy", "native");
        assertThat(addressedTo("enlist.example", 443).getServerName()).isEqualTo("enlist.example");
    }
}
