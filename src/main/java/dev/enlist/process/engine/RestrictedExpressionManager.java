package dev.enlist.process.engine;

import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.ReadOnlyMapELResolver;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MapELResolver;
import org.jspecify.annotations.Nullable;

/**
 * Allows expressions that read variables and name our delegates: no properties or methods of objects, no classes, no
 * other beans. The stock manager exposes every Spring bean to every expression, and the engine evaluates expressions in
 * unexpected places, such as the or-queries of a task filter (CVE-2026-109432).
 *
 * <p>Engine internals: which objects an expression can see is decided by the expression manager alone.
 */
class RestrictedExpressionManager extends JuelExpressionManager {

    RestrictedExpressionManager(Map<Object, Object> beans) {
        super(beans);
    }

    /** A model is always evaluated with a scope; only query conditions come without one. */
    @Override
    public ELContext getElContext(@Nullable VariableScope scope) {
        if (scope == null) {
            throw new BadUserRequestException("A query may hold no expression.");
        }
        return super.getElContext(scope);
    }

    @Override
    protected ELResolver createElResolver() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new VariableScopeElResolver());
        resolver.add(new VariableContextElResolver());
        resolver.add(new ReadOnlyMapELResolver(beans));
        resolver.add(new MapELResolver(true));
        return resolver;
    }
}
