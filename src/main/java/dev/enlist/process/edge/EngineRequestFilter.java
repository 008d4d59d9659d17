package dev.enlist.process.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.enlist.access.EnlistUser;
import dev.enlist.process.edge.EngineOperations.Operation;
import dev.enlist.process.edge.EngineOperations.TaskAction;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.ProblemFactory;
import dev.enlist.tenancy.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first of two barriers before the engine. Admits only the operations of {@link EngineOperations}: checks method
 * and path, role of the person, query parameters, JSON members, and for a task the {@link TaskActionPolicy}. The second
 * barrier is the configuration of the engine; each works without the other.
 */
class EngineRequestFilter extends OncePerRequestFilter {

    /** Bytes; the longest query of Tasklist has a few thousand. */
    static final int LONGEST_BODY = 256 * 1024;

    /** A path about one task. */
    private static final Pattern TASK = Pattern.compile("/engine/default/task/([^/]+)");

    private static final String ODD = ";\\%";

    /** The pages add these parameters to bypass caches. */
    private static final Set<String> PAST_CACHES = Set.of("bust", "noCache", "_");

    private final ProblemFactory problems;
    private final TaskActionPolicy tasks;

    EngineRequestFilter(ProblemFactory problems, TaskActionPolicy tasks) {
        this.problems = problems;
        this.tasks = tasks;
    }

    /** A refusal and its response. */
    private static final class Refused extends Exception {

        private final transient ProblemDetail problem;

        Refused(HttpStatus status, String code, String text) {
            super(text);
            this.problem = ProblemFactory.of(status, code, text);
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !EnginePath.of(request).isOfEngine();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body;
        try {
            body = admitted(request);
            Optional<String> released = releasedTask(request);
            if (released.isPresent()) {
                tasks.release(released.get());
                response.setStatus(HttpStatus.NO_CONTENT.value());
                return;
            }
        } catch (Refused refused) {
            write(response, refused.problem);
            return;
        } catch (Problem problem) {
            write(response, ProblemFactory.of(problem));
            return;
        }
        BufferedErrorResponse held = new BufferedErrorResponse(response);
        EngineFailure.begin();
        try {
            chain.doFilter(new BufferedRequest(request, body), held);
            if (held.holdsError()) {
                Optional<ProblemDetail> better = EngineFailure.of(held.getStatus());
                if (better.isPresent()) {
                    write(response, better.get());
                } else {
                    held.release();
                }
            }
        } finally {
            EngineFailure.forget();
        }
    }

    /** The body of an admitted request. */
    private byte[] admitted(HttpServletRequest request) throws Refused, IOException {
        String path = path(request);
        if (path.chars().anyMatch(c -> ODD.indexOf(c) >= 0) || path.contains("//") || path.contains("/.")) {
            throw new Refused(
                    HttpStatus.BAD_REQUEST,
                    "bad-request",
                    "The path is ambiguous. Send it without percent escapes, backslashes, semicolons and empty or dot segments.");
        }
        List<Operation> operations = open(request, path);
        String type = request.getContentType();
        if (type != null && !isJson(type)) {
            // checked before the parameters are read, which would consume a form body
            throw new Refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Send JSON.");
        }
        requireKnownParameters(request, operations);
        byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new Refused(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "payload-too-large",
                    "The body must have at most " + LONGEST_BODY + " bytes.");
        }
        if (body.length > 0 && type == null) {
            throw new Refused(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Send JSON.");
        }
        try {
            requireKnownMembers(body, operations);
            requireWithinLimit(path);
            requirePermitted(path, body, operations);
        } catch (JsonProcessingException e) {
            throw new Refused(HttpStatus.BAD_REQUEST, "malformed-json", "This is not JSON that can be read.");
        }
        return body;
    }

    /** The id of the task that an admitted request unclaims. */
    private static Optional<String> releasedTask(HttpServletRequest request) {
        String path = path(request);
        return EngineOperations.of(request.getMethod(), path).stream()
                .filter(operation -> operation.action() == TaskAction.RELEASE)
                .map(operation -> taskId(path))
                .findFirst();
    }

    /** The id in …/task/{id}/{step}. */
    private static String taskId(String path) {
        String[] steps = path.split("/");
        return steps[steps.length - 2];
    }

    private List<Operation> open(HttpServletRequest request, String path) throws Refused {
        List<Operation> operations = EngineOperations.of(request.getMethod(), path);
        if (operations.isEmpty()) {
            throw new Refused(
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "This engine operation is not available over HTTP; use the API at /docs.");
        }
        Set<Role> roles = person().map(user -> user.member().roles()).orElse(Set.of());
        boolean limited = tasks.limit().isLimited();
        List<Operation> open = operations.stream()
                .filter(operation -> operation.isFor(roles))
                .filter(operation -> !limited || !operation.tellsOfTheWorkspace())
                .toList();
        if (open.isEmpty()) {
            throw new Refused(HttpStatus.FORBIDDEN, "forbidden", "Your roles do not include this operation.");
        }
        return open;
    }

    private static void requireKnownParameters(HttpServletRequest request, List<Operation> operations) throws Refused {
        Optional<String> expression = ExpressionGuard.in(request.getParameterNames());
        if (expression.isPresent()) {
            throw expressionRefused(expression.get());
        }
        for (String name : Collections.list(request.getParameterNames())) {
            if (!PAST_CACHES.contains(name)
                    && operations.stream()
                            .noneMatch(operation -> operation.parameters().contains(name))) {
                throw new Refused(
                        HttpStatus.BAD_REQUEST,
                        "unknown-parameter",
                        "This operation takes no query parameter " + name + "; leave it out.");
            }
        }
    }

    private static void requireKnownMembers(byte[] body, List<Operation> operations) throws Refused, IOException {
        Optional<String> expression = ExpressionGuard.in(body);
        if (expression.isPresent()) {
            throw expressionRefused(expression.get());
        }
        boolean form = operations.stream().anyMatch(operation -> operation.members() == null);
        if (!form && ExpressionGuard.holdsObjects(body)) {
            throw new Refused(
                    HttpStatus.BAD_REQUEST,
                    "object-refused",
                    "A value of a query must be a text, a number or a boolean, not an object.");
        }
        Set<String> known = operations.stream()
                .flatMap(operation -> operation.members() == null ? Stream.empty() : operation.members().stream())
                .collect(Collectors.toSet());
        Optional<String> unknown = form ? RequestMembers.unknownInForm(body) : RequestMembers.unknown(body, known);
        if (unknown.isPresent()) {
            throw new Refused(
                    HttpStatus.BAD_REQUEST,
                    "unknown-member",
                    "This operation takes no member " + unknown.get() + "; leave it out.");
        }
    }

    private void requirePermitted(String path, byte[] body, List<Operation> operations) throws IOException {
        for (Operation operation : operations) {
            if (operation.action() != null) {
                tasks.require(
                        operation.action(),
                        taskId(path),
                        RequestMembers.text(body, "userId").orElse(null),
                        person().orElseThrow());
            }
        }
    }

    /** Lists are limited in the engine, where they are made. */
    private void requireWithinLimit(String path) {
        Matcher task = TASK.matcher(path);
        if (task.find() && !task.group(1).equals("count")) {
            tasks.requireWithinLimit(task.group(1));
        }
    }

    private static Optional<EnlistUser> person() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof EnlistUser user
                ? Optional.of(user)
                : Optional.empty();
    }

    private static String path(HttpServletRequest request) {
        String inServlet = request.getPathInfo();
        return inServlet == null ? request.getServletPath() : request.getServletPath() + inServlet;
    }

    private static boolean isJson(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).split(";")[0].strip().equals("application/json");
    }

    private static Refused expressionRefused(String key) {
        return new Refused(
                HttpStatus.BAD_REQUEST,
                "expression-refused",
                "Queries with expressions are not supported; leave out " + key + ".");
    }

    /** The pages of the engine show the member {@code message}. */
    private void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
        problem.setProperty("message", problem.getDetail());
        problems.write(response, problem);
    }
}
