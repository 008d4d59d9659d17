package dev.enlist.shared.web;

import dev.enlist.shared.access.AnyCaller;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Failures that never reach a controller, as problem documents too: what the firewall refuses, and what
 * Tomcat cannot read.
 */
@Configuration
class ContainerErrors {

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return factory -> factory.addContextCustomizers(context -> {
            context.getPipeline().addValve(new UnreadBodyValve());
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    private static ProblemDetail problem(int status) {
        HttpStatus known = Optional.ofNullable(HttpStatus.resolve(status)).orElse(HttpStatus.INTERNAL_SERVER_ERROR);
        String text = known == HttpStatus.BAD_REQUEST ? "The request cannot be read." : known.getReasonPhrase() + ".";
        return ProblemFactory.of(known, ProblemAdvice.code(known), text);
    }

    /** Answers error dispatches, such as those of the security filters. */
    @Controller
    static class Dispatched implements ErrorController {

        private final ProblemFactory problems;

        Dispatched(ProblemFactory problems) {
            this.problems = problems;
        }

        @AnyCaller
        @RequestMapping("${server.error.path:/error}")
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
            problems.write(response, problem(status instanceof Integer code ? code : HttpStatus.NOT_FOUND.value()));
        }
    }

    /** Stands in for Tomcat's own error page; made by Tomcat, by name. */
    public static class ProblemValve extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, Throwable throwable) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                ProblemDetail detail = problem(response.getStatus());
                boolean page = ErrorPage.isWanted(request.getHeader(HttpHeaders.ACCEPT));
                if (page) {
                    ErrorPage.allowStyles(response);
                }
                response.setContentType(page ? "text/html" : "application/problem+json");
                response.setCharacterEncoding("utf-8");
                response.getReporter()
                        .write(
                                page
                                        ? ErrorPage.of(detail)
                                        : """
                        {"type":"%s","title":"%s","status":%d,"detail":"%s","code":"%s"}""".formatted(
                                                        detail.getType(),
                                                        detail.getTitle(),
                                                        response.getStatus(),
                                                        detail.getDetail(),
                                                        String.valueOf(detail.getProperties()
                                                                .get("code"))));
                response.finishResponse();
            } catch (IOException | IllegalStateException e) {
                // the client is gone
            }
        }
    }
}
