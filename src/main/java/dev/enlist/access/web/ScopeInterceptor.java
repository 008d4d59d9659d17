package dev.enlist.access.web;

import dev.enlist.access.Caller;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Binding;
import dev.enlist.shared.access.EnrollmentOwners;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses calls whose caller lacks the scope of the operation. Runs before the request is read, so that a refusal shows
 * nothing about existing data. An operation of Enlist without a declared scope is refused.
 */
@Configuration
class ScopeInterceptor implements WebMvcConfigurer, HandlerInterceptor, AccessGate {

    private static final String OURS = "dev.enlist.";

    private final ObjectProvider<EnrollmentOwners> owners;

    ScopeInterceptor(ObjectProvider<EnrollmentOwners> owners) {
        this.owners = owners;
    }

    /** The caller lacks a scope. */
    static class InsufficientScope extends Problem {

        InsufficientScope(Scope scope) {
            super(Kind.FORBIDDEN, "insufficient-scope", "This operation requires the scope " + scope.wire() + ".");
            with("requiredScope", scope.wire());
        }
    }

    /** The key is bound to another resource. */
    static class KeyBound extends Problem {

        KeyBound() {
            super(Kind.FORBIDDEN, "key-bound", "The key is bound to another program instance or customer.");
        }
    }

    /** The operation declares no scope. */
    static class Closed extends Problem {

        Closed() {
            super(Kind.FORBIDDEN, "closed", "This operation cannot be called.");
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).order(Ordered.HIGHEST_PRECEDENCE);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || !(handler instanceof HandlerMethod method)
                || !method.getBeanType().getName().startsWith(OURS)
                || method.hasMethodAnnotation(AnyCaller.class)) {
            return true;
        }
        Requires requires = method.getMethodAnnotation(Requires.class);
        if (requires == null) {
            throw new Closed();
        }
        admit(requires, id(request));
        return true;
    }

    @Override
    public void admit(Requires requires, String id) {
        admit(requires, new Named(id, () -> owners.getObject().ownerOf(id)));
    }

    @Override
    public void admit(Requires requires, Named named) {
        mustHave(requires.value());
        Binding binding = binding();
        if (binding.isBound() && !reaches(binding, requires, named)) {
            throw new KeyBound();
        }
        InstanceLimit limit = limit();
        limit.admit(requires, named, person -> owners.getObject().takesPart(person, limit.programInstanceIds()));
    }

    @Override
    public void mustHave(Scope scope) {
        if (!caller().scopes().contains(scope)) {
            throw new InsufficientScope(scope);
        }
    }

    @Override
    public boolean has(Scope scope) {
        return caller().scopes().contains(scope);
    }

    @Override
    public void refuse() {
        throw new Closed();
    }

    @Override
    public Actor actor() {
        return caller().actor();
    }

    @Override
    public Set<String> topics() {
        return Set.copyOf(caller().topics());
    }

    @Override
    public Binding binding() {
        return caller().binding();
    }

    @Override
    public InstanceLimit limit() {
        return CallerResolver.current()
                .map(caller -> InstanceLimit.to(caller.programInstanceIds()))
                .orElse(InstanceLimit.NONE);
    }

    private static Caller caller() {
        return CallerResolver.current().orElseThrow(Closed::new);
    }

    private static boolean reaches(Binding binding, Requires requires, Named named) {
        return switch (requires.of()) {
            case WORKSPACE -> false;
            case PROGRAM_INSTANCE ->
                binding.reachesProgramInstance(named.id())
                        || (requires.guardsCustomers() && binding.customerId() != null);
            case CUSTOMER -> binding.reachesCustomer(named.id());
            case ENROLLMENT -> {
                Optional<EnrollmentOwners.Owner> owner = named.owner().get();
                yield owner.isPresent() && binding.reaches(owner.get());
            }
        };
    }

    private static String id(HttpServletRequest request) {
        Object variables = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return variables instanceof Map<?, ?> map ? String.valueOf(map.get("id")) : "";
    }
}
