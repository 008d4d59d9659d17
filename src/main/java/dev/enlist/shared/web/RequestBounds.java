package dev.enlist.shared.web;

import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what is larger than any request needs to be: at once where the length is announced, else when as much
 * has been read. Nothing is read here.
 */
public class RequestBounds extends OncePerRequestFilter {

    private final HttpProperties properties;
    private final ProblemFactory problems;

    public RequestBounds(HttpProperties properties, ProblemFactory problems) {
        this.properties = properties;
        this.problems = problems;
    }

    /** The body is longer than it may be. */
    static class BodyTooLarge extends Problem {

        BodyTooLarge(long most) {
            super(Kind.TOO_LARGE, "payload-too-large", "A body has " + most + " bytes at most.");
            with("maxBytes", most);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        if (query != null && query.chars().filter(c -> c == '&').count() >= properties.maxQueryParameters()) {
            problems.write(
                    response,
                    ProblemFactory.of(new InvalidInput(
                            "", "a query has at most " + properties.maxQueryParameters() + " parameters")));
            return;
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.trim().equalsIgnoreCase("identity")) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            problems.write(
                    response,
                    ProblemFactory.of(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "unsupported-content-encoding",
                            "A body is sent as it is, without the Content-Encoding "
                                    + (encoding.length() > 50 ? encoding.substring(0, 50) + "…" : encoding) + "."));
            return;
        }
        if (isStreamed(request)) {
            chain.doFilter(request, response);
            return;
        }
        long most = limit(request).toBytes();
        try {
            if (request.getContentLengthLong() > most) {
                throw new BodyTooLarge(most);
            }
            // an announced length is kept to by the server
            chain.doFilter(request.getContentLengthLong() >= 0 ? request : new Bounded(request, most), response);
        } catch (BodyTooLarge e) {
            // where a filter read the body, before there was a controller to answer
            problems.write(response, ProblemFactory.of(e));
        }
    }

    private DataSize limit(HttpServletRequest request) {
        if (isTable(request)) {
            return properties.maxTableSize();
        }
        MediaType type = type(request);
        return type != null && type.equalsTypeAndSubtype(MediaType.MULTIPART_FORM_DATA)
                ? properties.maxFormSize()
                : properties.maxBodySize();
    }

    private boolean isStreamed(HttpServletRequest request) {
        MediaType type = type(request);
        return type != null
                && !isTable(request)
                && request.getHeader("Idempotency-Key") == null
                && properties.streamedTypes().stream().anyMatch(streamed -> streamed.equalsTypeAndSubtype(type));
    }

    private static final MediaType WORKBOOK =
            MediaType.parseMediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    /** Whether the body is a decision table: the one XML and the one workbook that are taken by PUT. */
    private static boolean isTable(HttpServletRequest request) {
        MediaType type = type(request);
        return request.getMethod().equals("PUT")
                && type != null
                && (type.equalsTypeAndSubtype(MediaType.APPLICATION_XML)
                        || type.equalsTypeAndSubtype(MediaType.TEXT_XML)
                        || type.equalsTypeAndSubtype(WORKBOOK));
    }

    private static @Nullable MediaType type(HttpServletRequest request) {
        String type = request.getContentType();
        try {
            return type == null ? null : MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException e) {
            return null;
        }
    }

    /** A request of unknown length. */
    private static final class Bounded extends HttpServletRequestWrapper {

        private final long most;

        Bounded(HttpServletRequest request, long most) {
            super(request);
            this.most = most;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream(), most);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            return new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
    }

    private static final class Counted extends ServletInputStream {

        private final ServletInputStream body;
        private final long most;
        private long read;

        Counted(ServletInputStream body, long most) {
            this.body = body;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = body.read(target, offset, length);
            count(Math.max(0, got));
            return got;
        }

        private void count(int more) {
            read += more;
            if (read > most) {
                throw new BodyTooLarge(most);
            }
        }

        @Override
        public int available() throws IOException {
            return body.available();
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
