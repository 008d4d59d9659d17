package dev.enlist.access.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.access.IdempotencyRepository;
import dev.enlist.access.IdempotencyRepository.Answer;
import dev.enlist.access.IdempotencyRepository.Kept;
import dev.enlist.shared.web.BatchCommit;
import dev.enlist.shared.web.IdempotentResponseStore;
import dev.enlist.shared.web.RequiresDeploymentLock;
import dev.enlist.tenancy.WorkspaceScope;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Collects requests with an {@code Idempotency-Key} that can be committed in one batch; see {@link BatchCommit}. */
@Component
class IdempotencyBatch implements IdempotentResponseStore {

    /** The key of a request, before it is locked. */
    static final class Claim implements Ticket {

        private final String key;
        private final byte[] requestHash;
        private final int requestLength;
        private final String path;
        private volatile boolean kept;

        Claim(String key, CachedBodyRequest request) {
            this.key = key;
            this.requestHash = request.hash();
            this.requestLength = request.length();
            this.path = request.getRequestURI();
        }
    }

    /** The remaining filter chain of a request. */
    interface Service {

        void run() throws ServletException, IOException;
    }

    private final ThreadLocal<@Nullable Claim> current = new ThreadLocal<>();
    private final Supplier<List<PathPattern>> paths;
    private final Supplier<Map<PathPattern, RequiresDeploymentLock>> deploying;
    private final IdempotencyRepository records;
    private final ObjectMapper json;

    IdempotencyBatch(
            ObjectProvider<RequestMappingHandlerMapping> mappings, IdempotencyRepository records, ObjectMapper json) {
        // handler mappings are complete only after the application has started
        this.paths = SingletonSupplier.of(() -> joint(mappings));
        this.deploying = SingletonSupplier.of(() -> deploying(mappings));
        this.records = records;
        this.json = json;
    }

    private static List<PathPattern> joint(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        List<PathPattern> joint = new ArrayList<>();
        mappings.orderedStream()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((operation, method) -> {
                    if (method.hasMethodAnnotation(BatchCommit.class)) {
                        joint.addAll(patterns(operation));
                    }
                }));
        return joint;
    }

    private static Map<PathPattern, RequiresDeploymentLock> deploying(
            ObjectProvider<RequestMappingHandlerMapping> mappings) {
        Map<PathPattern, RequiresDeploymentLock> deploying = new LinkedHashMap<>();
        mappings.orderedStream()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((operation, method) -> {
                    RequiresDeploymentLock deploys = method.getMethodAnnotation(RequiresDeploymentLock.class);
                    if (deploys != null) {
                        patterns(operation).forEach(pattern -> deploying.put(pattern, deploys));
                    }
                }));
        return deploying;
    }

    private static Collection<PathPattern> patterns(RequestMappingInfo operation) {
        return operation.getPathPatternsCondition() == null
                ? List.of()
                : operation.getPathPatternsCondition().getPatterns();
    }

    /** Whether the request calls a batch operation. Only POST requests have keys. */
    boolean takes(HttpServletRequest request) {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        return paths.get().stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** The deployment lock of the operation; empty if it needs none. */
    Optional<RequiresDeploymentLock> deploys(HttpServletRequest request) {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        return deploying.get().entrySet().stream()
                .filter(entry -> entry.getKey().matches(path))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * @return whether the response and all changes of the request were committed
     */
    boolean run(Claim claim, Service service) throws ServletException, IOException {
        current.set(claim);
        try {
            service.run();
        } finally {
            current.remove();
        }
        return claim.kept;
    }

    @Override
    public Optional<Ticket> ticket() {
        return Optional.ofNullable(current.get());
    }

    @Override
    public Set<Ticket> admit(Collection<Ticket> tickets) {
        // of two requests with one key, the first
        Map<String, Claim> claims = new LinkedHashMap<>();
        tickets.forEach(ticket -> claims.putIfAbsent(((Claim) ticket).key, (Claim) ticket));
        if (claims.isEmpty()) {
            return Set.of();
        }
        String workspaceId = WorkspaceScope.current().workspaceId();
        claims.keySet().retainAll(records.lockAll(workspaceId, claims.keySet()));
        claims.keySet().removeAll(records.answered(workspaceId, claims.keySet()));
        return Set.copyOf(claims.values());
    }

    @Override
    public void keep(Map<Ticket, ? extends ResponseEntity<?>> answers) {
        if (answers.isEmpty()) {
            return;
        }
        List<Kept> kept = answers.entrySet().stream()
                .map(entry -> kept((Claim) entry.getKey(), entry.getValue()))
                .toList();
        records.keepAll(WorkspaceScope.current().workspaceId(), kept);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                answers.keySet().forEach(ticket -> ((Claim) ticket).kept = true);
            }
        });
    }

    /** The response as it is sent, with the headers that Spring's converters would add. */
    private Kept kept(Claim claim, ResponseEntity<?> answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
        IdempotencyFilter.KEPT_HEADERS.forEach(name -> {
            String value = answer.getHeaders().getFirst(name);
            if (value != null) {
                headers.put(name, value);
            }
        });
        byte[] body = body(answer);
        if (body.length > claim.requestLength + IdempotencyFilter.MAX_KEPT_BYTES) {
            throw new IllegalStateException("A response of " + body.length + " bytes is not kept with a batch.");
        }
        return new Kept(
                claim.key,
                claim.requestHash,
                new Answer(answer.getStatusCode().value(), headers, body),
                IdempotencyFilter.idIn(headers.getOrDefault(HttpHeaders.LOCATION, claim.path)));
    }

    private byte[] body(ResponseEntity<?> answer) {
        try {
            return json.writeValueAsBytes(answer.getBody());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The response cannot be written.", e);
        }
    }
}
