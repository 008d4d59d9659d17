package dev.enlist.access.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.access.Caller;
import dev.enlist.access.IdempotencyRepository;
import dev.enlist.access.IdempotencyRepository.Answer;
import dev.enlist.access.IdempotencyRepository.Entry;
import dev.enlist.database.ClusterLock;
import dev.enlist.database.DeploymentLock;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Problem;
import dev.enlist.shared.web.OneTimeSecret;
import dev.enlist.shared.web.ProblemFactory;
import dev.enlist.shared.web.RequiresDeploymentLock;
import dev.enlist.shared.web.ResponseAttributes;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Executes a POST with an {@code Idempotency-Key} once. Stores the change and the response in one transaction, so that
 * a crash cannot separate them. Stores conflicts (409) too. Does not store other refusals (4xx) or server errors (5xx):
 * they changed nothing and can be repeated. Returns a stored response only to a caller who may still call the
 * operation, without the parts that the caller may no longer read.
 */
@Component
class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    /**
     * Maximum size of a stored response in bytes beyond the size of its request; about 200 enrollments. Responses
     * repeat the request, so this limits what a caller can store per byte sent.
     */
    static final int MAX_KEPT_BYTES = 262_144;

    /** The caller's scopes: stored with the response headers, but never sent. */
    private static final String SCOPES = "enlist-scopes";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    static final List<String> KEPT_HEADERS = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG);

    private final IdempotencyRepository records;
    private final IdempotencyBatch joint;
    private final DeploymentLock deployments;
    private final PlatformTransactionManager transactions;
    private final ProblemFactory problems;
    private final ObjectMapper mapper;
    private final AnswerScopeAdvice advice;
    private final ScopeInterceptor guard;
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    IdempotencyFilter(
            IdempotencyRepository records,
            IdempotencyBatch joint,
            DeploymentLock deployments,
            PlatformTransactionManager transactions,
            ProblemFactory problems,
            ObjectMapper mapper,
            AnswerScopeAdvice advice,
            ScopeInterceptor guard,
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.records = records;
        this.joint = joint;
        this.deployments = deployments;
        this.transactions = transactions;
        this.problems = problems;
        this.mapper = mapper;
        this.advice = advice;
        this.guard = guard;
        this.mappings = mappings;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || request.getHeader(HEADER) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (!KEY.matcher(key).matches()) {
            problems.write(
                    response,
                    ProblemFactory.of(
                            HttpStatus.BAD_REQUEST,
                            "invalid-idempotency-key",
                            "An Idempotency-Key has 1 to 255 visible ASCII characters."));
            return;
        }
        if (String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_EVENT_STREAM_VALUE)) {
            problems.write(
                    response,
                    ProblemFactory.of(
                            HttpStatus.BAD_REQUEST,
                            "invalid-idempotency-key",
                            "A stream is not kept: it takes no Idempotency-Key."));
            return;
        }
        try (CachedBodyRequest repeatable = new CachedBodyRequest(request)) {
            run(key, repeatable, response, chain);
        }
    }

    private void run(String key, CachedBodyRequest repeatable, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String workspaceId = WorkspaceScope.current().workspaceId();
        if (together(owner() + key, repeatable, response, chain)) {
            return;
        }
        Optional<RequiresDeploymentLock> deploys = joint.deploys(repeatable);
        if (deploys.isEmpty()) {
            inTransaction(workspaceId, owner() + key, repeatable, response, chain);
            return;
        }
        try (ClusterLock.Held held = deployments.enter()) {
            if (deploys.get().elsewhere()) {
                elsewhere(workspaceId, owner() + key, repeatable, response, chain);
            } else {
                inTransaction(workspaceId, owner() + key, repeatable, response, chain);
            }
        }
    }

    /**
     * Runs a request that uses its own transactions and stores its response in the last of them; stores a refusal
     * afterwards. Holds no connection meanwhile. The deployment lock excludes concurrent requests with the same key.
     */
    private void elsewhere(
            String workspaceId, String key, CachedBodyRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Entry> earlier = records.find(workspaceId, key);
        if (earlier.isPresent()) {
            replay(earlier.get(), request, response);
            return;
        }
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean kept = joint.run(new IdempotencyBatch.Claim(key, request), () -> chain.doFilter(request, answer));
        if (!kept && answer.getStatus() < 500 && !ResponseAttributes.isFailed(request)) {
            Answer given = new Answer(answer.getStatus(), headers(answer), body(request, answer));
            String resourceId = resourceId(request, given);
            new TransactionTemplate(transactions)
                    .executeWithoutResult(status -> records.keep(workspaceId, key, request.hash(), given, resourceId));
        }
        answer.copyBodyToResponse();
    }

    private void inTransaction(
            String workspaceId, String key, CachedBodyRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        TransactionStatus transaction = transactions.getTransaction(new DefaultTransactionDefinition());
        try {
            once(workspaceId, key, request, response, chain, transaction);
        } finally {
            if (!transaction.isCompleted()) {
                transactions.rollback(transaction);
            }
        }
    }

    /**
     * Runs a request that can be committed in a batch.
     *
     * @return whether it was committed; otherwise it changed nothing and its response is discarded
     */
    private boolean together(String key, CachedBodyRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!joint.takes(request)) {
            return false;
        }
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        HeadersSet before = HeadersSet.of(response);
        boolean kept = joint.run(new IdempotencyBatch.Claim(key, request), () -> chain.doFilter(request, answer));
        if (kept) {
            answer.copyBodyToResponse();
        } else {
            before.restore(response);
        }
        return kept;
    }

    private void once(
            String workspaceId,
            String key,
            CachedBodyRequest request,
            HttpServletResponse response,
            FilterChain chain,
            TransactionStatus transaction)
            throws ServletException, IOException {
        if (!records.lock(workspaceId, key)) {
            problems.write(
                    response,
                    ProblemFactory.of(
                            HttpStatus.CONFLICT,
                            "idempotency-key-in-progress",
                            "A request under this Idempotency-Key is still running."));
            return;
        }
        Optional<Entry> earlier = records.find(workspaceId, key);
        if (earlier.isPresent()) {
            replay(earlier.get(), request, response);
            return;
        }
        HeadersSet before = HeadersSet.of(response);
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        Answer given = new Answer(answer.getStatus(), headers(answer), body(request, answer));
        given.headers().put(SCOPES, scopes());
        Answer kept = bounded(given, request.length());
        String resourceId = resourceId(request, given);
        boolean failed = given.status() >= 500 || ResponseAttributes.isFailed(request);
        if (failed || transaction.isRollbackOnly() || given.status() >= 400) {
            transactions.rollback(transaction);
            // a GraphQL refusal has status 200
            if (!failed && (given.status() < 400 || given.status() == HttpStatus.CONFLICT.value())) {
                new TransactionTemplate(transactions)
                        .executeWithoutResult(
                                status -> records.keep(workspaceId, key, request.hash(), kept, resourceId));
            }
            answer.copyBodyToResponse();
            return;
        }
        try {
            records.keep(workspaceId, key, request.hash(), kept, resourceId);
            transactions.commit(transaction);
        } catch (DataIntegrityViolationException | ConcurrencyFailureException e) {
            before.restore(response);
            ProblemDetail lost = ProblemFactory.of(
                    HttpStatus.CONFLICT,
                    "concurrent-change",
                    "Another request changed this at the same time. Read it again and retry.");
            problems.write(response, lost);
            return;
        }
        answer.copyBodyToResponse();
    }

    /**
     * Server keys of a workspace share their idempotency keys, because each may read the responses of the others. Every
     * other caller has a separate set, so that a stored response is returned only to a caller entitled to it.
     */
    private static String owner() {
        Caller caller = CallerResolver.current().orElseThrow();
        return caller.kind() == Caller.Kind.SERVER_KEY ? "" : caller.actor().id() + ":";
    }

    private byte[] body(HttpServletRequest request, ContentCachingResponseWrapper answer)
            throws JsonProcessingException {
        Object withoutSecret = OneTimeSecret.kept(request);
        return withoutSecret == null
                ? answer.getContentAsByteArray()
                : mapper.writeValueAsBytes(advice.readable(withoutSecret, requires(request)));
    }

    private static @Nullable Requires requires(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method
                ? method.getMethodAnnotation(Requires.class)
                : null;
    }

    /**
     * The response as stored. The call was executed and must not run again, so an oversized response is replaced by an
     * error that says so.
     */
    private Answer bounded(Answer given, int requestLength) throws JsonProcessingException {
        if (given.body().length <= requestLength + MAX_KEPT_BYTES) {
            return given;
        }
        ProblemDetail instead = ProblemFactory.of(
                HttpStatus.CONFLICT,
                "answer-not-kept",
                "The request under this Idempotency-Key was answered with status " + given.status()
                        + ". That answer of " + given.body().length + " bytes was not kept, because it is more than "
                        + MAX_KEPT_BYTES
                        + " bytes larger than the request. Read the resource, or send a query without a key.");
        Map<String, String> headers = new LinkedHashMap<>(given.headers());
        headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        return new Answer(instead.getStatus(), headers, mapper.writeValueAsBytes(instead));
    }

    private void replay(Entry earlier, CachedBodyRequest request, HttpServletResponse response) throws IOException {
        if (!earlier.answers(request.hash())) {
            problems.write(
                    response,
                    ProblemFactory.of(
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "idempotency-key-reused",
                            "This Idempotency-Key belongs to another request."));
            return;
        }
        Answer answer = earlier.answer();
        byte[] body;
        try {
            body = readable(answer, admitted(answer, request, response));
        } catch (Problem refusal) {
            problems.write(response, ProblemFactory.of(refusal));
            return;
        }
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> {
            if (!name.equals(SCOPES)) {
                response.setHeader(name, value);
            }
        });
        response.setHeader(REPLAYED, "true");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /**
     * Checks whether the caller may still call the operation.
     *
     * @return the operation's requirement; null if the operation checks scopes itself, as GraphQL does
     */
    private @Nullable Requires admitted(Answer answer, HttpServletRequest request, HttpServletResponse response) {
        Object handler;
        try {
            ServletRequestPathUtils.parseAndCache(request);
            HandlerExecutionChain chain = mappings.getObject().getHandler(request);
            handler = chain == null ? null : chain.getHandler();
        } catch (Exception e) {
            throw new IllegalStateException("A request that was answered has no operation any more.", e);
        }
        if (handler instanceof HandlerMethod method && method.hasMethodAnnotation(Requires.class)) {
            guard.preHandle(request, response, method);
            return method.getMethodAnnotation(Requires.class);
        }
        Set<String> then = Set.of(answer.headers().getOrDefault(SCOPES, "").split(" "));
        Set<String> now = Set.of(scopes().split(" "));
        then.stream()
                .filter(scope -> !scope.isEmpty() && !now.contains(scope))
                .findFirst()
                .flatMap(Scope::ofWire)
                .ifPresent(guard::mustHave);
        return null;
    }

    private byte[] readable(Answer answer, @Nullable Requires requires) throws IOException {
        boolean json =
                answer.headers().getOrDefault(HttpHeaders.CONTENT_TYPE, "").startsWith("application/json");
        if (!json || requires == null || guard.has(requires.value().reading())) {
            return answer.body();
        }
        return mapper.writeValueAsBytes(advice.readable(mapper.readTree(answer.body()), requires));
    }

    private static String scopes() {
        return CallerResolver.current().orElseThrow().scopes().stream()
                .map(Scope::wire)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> headers(HttpServletResponse response) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = name.equals(HttpHeaders.CONTENT_TYPE) ? response.getContentType() : response.getHeader(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return kept;
    }

    /** The resource that the call created, or its target. */
    private static @Nullable String resourceId(HttpServletRequest request, Answer given) {
        String subject = ResponseAttributes.subject(request);
        if (subject != null) {
            return subject;
        }
        return idIn(given.headers().getOrDefault(HttpHeaders.LOCATION, request.getRequestURI()));
    }

    /** The last id in a path. */
    static @Nullable String idIn(String path) {
        String[] steps = path.split("/");
        for (int i = steps.length - 1; i >= 0; i--) {
            if (Cuid.isCuid(steps[i])) {
                return steps[i];
            }
        }
        return null;
    }

    /**
     * The headers that filters set before the operation ran. An answer that is discarded must not leave its status, its
     * media type or its headers to the answer that takes its place.
     */
    private record HeadersSet(Map<String, List<String>> values) {

        static HeadersSet of(HttpServletResponse response) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            response.getHeaderNames().forEach(name -> values.put(name, List.copyOf(response.getHeaders(name))));
            return new HeadersSet(values);
        }

        void restore(HttpServletResponse response) {
            response.reset();
            values.forEach((name, all) -> all.forEach(value -> response.addHeader(name, value)));
        }
    }
}
