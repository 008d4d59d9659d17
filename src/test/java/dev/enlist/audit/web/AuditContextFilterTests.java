package dev.enlist.audit.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AuditContextFilterTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    private Map<String, String> logged() throws ServletException, IOException {
        Map<String, String> logged = new HashMap<>();
        new AuditContextFilter()
                .doFilter(request, response, (ignored, alsoIgnored) -> logged.putAll(MDC.getCopyOfContextMap()));
        assertThat(MDC.getCopyOfContextMap()).as("after the request").isNullOrEmpty();
        return logged;
    }

    @Test
    void linesOfARequestHaveItsIdAndItsTrace() throws ServletException, IOException {
        request.addHeader("X-Request-Id", "order-7");
        request.addHeader("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");

        assertThat(logged()).containsExactlyInAnyOrderEntriesOf(Map.of("requestId", "order-7", "traceId", TRACE));
        assertThat(response.getHeader("X-Request-Id")).isEqualTo("order-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-x\n-y-z"})
    void aTraceThatIsInvalidIsIgnored(String traceparent) throws ServletException, IOException {
        request.addHeader("traceparent", traceparent);

        assertThat(logged())
                .containsOnlyKeys("requestId")
                .containsEntry("requestId", response.getHeader("X-Request-Id"));
    }
}
