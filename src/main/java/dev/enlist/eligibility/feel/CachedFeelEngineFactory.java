package dev.enlist.eligibility.feel;

import java.util.List;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.function.FeelCustomFunctionProvider;
import org.jspecify.annotations.Nullable;

/**
 * Provides our FEEL engine to a DMN engine in place of the stock one. A DMN engine calls this once, while it is built,
 * so each DMN engine has its own cache.
 *
 * <p>The custom functions of a DMN or process engine configuration reach only the stock factory; here they are passed
 * to the constructor.
 *
 * <p>Engine internals: the place where a DMN engine takes its FEEL engine from.
 */
public final class CachedFeelEngineFactory implements FeelEngineFactory {

    private final List<FeelCustomFunctionProvider> functionProviders;

    public CachedFeelEngineFactory() {
        this(List.of());
    }

    /**
     * @param functionProviders functions besides the built-in ones; null, as in an unchanged configuration, for none
     */
    public CachedFeelEngineFactory(@Nullable List<FeelCustomFunctionProvider> functionProviders) {
        this.functionProviders = functionProviders == null ? List.of() : List.copyOf(functionProviders);
    }

    @Override
    public FeelEngine createInstance() {
        return new CachedFeelEngine(functionProviders);
    }
}
