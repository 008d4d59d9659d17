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
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are sent so slowly that they are only there to keep a thread busy: before sign-in as well as after
 * it. The time that reading waited for the client may be {@code enlist.http.body-grace}, and a second more for each
 * {@code enlist.http.body-rate} that came. Forms are read here, since the server would read them without this bound.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class SlowBodyFilter extends OncePerRequestFilter {

    private final long graceNanos;
    private final double nanosPerByte;
    private final int longestForm;
    private final int mostParameters;
    private final ProblemFactory problems;

    SlowBodyFilter(
            @Value("${enlist.http.body-grace:15s}") Duration grace,
            @Value("${enlist.http.body-rate:8KB}") DataSize rate,
            @Value("${server.tomcat.max-http-form-post-size:64KB}") DataSize longestForm,
            @Value("${server.tomcat.max-parameter-count:200}") int mostParameters,
            ProblemFactory problems) {
        this.graceNanos = grace.toNanos();
        this.nanosPerByte = 1e9 / rate.toBytes();
        this.longestForm = (int) longestForm.toBytes();
        this.mostParameters = mostParameters;
        this.problems = problems;
    }

    /** The client sends too slowly. */
    static final class BodyTooSlow extends Problem {

        BodyTooSlow() {
            super(
                    Kind.TIMED_OUT,
                    "request-timeout",
                    "The body came too slowly and was given up. Send the request again on a faster connection.");
        }
    }

    private static final class FormTooLarge extends Problem {

        FormTooLarge(int most) {
            super(Kind.TOO_LARGE, "payload-too-large", "A form has " + most + " bytes at most.");
            with("maxBytes", most);
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getContentLengthLong() <= 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            HttpServletRequest paced = new Paced(request);
            chain.doFilter(isForm(request) ? new Form(paced, readForm(paced)) : paced, response);
        } catch (BodyTooSlow | FormTooLarge | InvalidInput e) {
            if (response.isCommitted()) {
                throw e;
            }
            response.resetBuffer();
            problems.write(response, e);
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
    }

    private byte[] readForm(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(longestForm + 1);
        if (body.length > longestForm) {
            throw new FormTooLarge(longestForm);
        }
        return body;
    }

    /** A request whose body may be given up. */
    private final class Paced extends HttpServletRequestWrapper {

        private @Nullable ServletInputStream body;

        Paced(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = new PacedStream(super.getInputStream());
            }
            return body;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return reader(this);
        }
    }

    private static BufferedReader reader(HttpServletRequest request) throws IOException {
        String encoding = request.getCharacterEncoding();
        Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return new BufferedReader(new InputStreamReader(request.getInputStream(), charset));
    }

    private final class PacedStream extends ServletInputStream {

        private final ServletInputStream body;
        private long waited;
        private long read;

        PacedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            long begin = System.nanoTime();
            int next = body.read();
            count(begin, next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            long begin = System.nanoTime();
            int got = body.read(target, offset, length);
            count(begin, Math.max(0, got));
            return got;
        }

        private void count(long begin, int more) {
            waited += System.nanoTime() - begin;
            read += more;
            if (waited > graceNanos + read * nanosPerByte) {
                throw new BodyTooSlow();
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

    /** A form that was read; its members stand behind those of the query, as the server would have it. */
    private final class Form extends HttpServletRequestWrapper {

        private final byte[] body;
        private final Map<String, String[]> parameters;

        Form(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
            Map<String, List<String>> all = new LinkedHashMap<>();
            super.getParameterMap()
                    .forEach((name, values) ->
                            all.computeIfAbsent(name, any -> new ArrayList<>()).addAll(List.of(values)));
            addTo(all);
            this.parameters = new LinkedHashMap<>();
            all.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        }

        private void addTo(Map<String, List<String>> all) {
            String text = new String(body, StandardCharsets.US_ASCII);
            String[] members = text.isEmpty() ? new String[0] : text.split("&", mostParameters + 2);
            if (members.length > mostParameters) {
                throw new InvalidInput("", "a form has at most " + mostParameters + " members");
            }
            for (String member : members) {
                int equals = member.indexOf('=');
                String name = equals < 0 ? member : member.substring(0, equals);
                String value = equals < 0 ? "" : member.substring(equals + 1);
                if (!member.isEmpty()) {
                    all.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded(value));
                }
            }
        }

        private String decoded(String text) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new InvalidInput("", "the form has a broken % escape; encode it as %25");
            }
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] values = parameters.get(name);
            return values == null ? null : values[0];
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Collections.unmodifiableMap(parameters);
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(parameters.keySet());
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return parameters.get(name);
        }

        @Override
        public ServletInputStream getInputStream() {
            return new KeptStream(body);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return reader(this);
        }
    }

    private static final class KeptStream extends ServletInputStream {

        private final byte[] body;
        private int position;

        KeptStream(byte[] body) {
            this.body = body;
        }

        @Override
        public int read() {
            return position == body.length ? -1 : body[position++] & 0xff;
        }

        @Override
        public boolean isFinished() {
            return position == body.length;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("A form is read already.");
        }
    }
}
