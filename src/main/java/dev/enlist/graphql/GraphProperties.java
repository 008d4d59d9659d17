package dev.enlist.graphql;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one request may ask for. Rate limits count requests, so that each must be bounded.
 *
 * @param introspection whether callers may ask for the schema; {@code _service} answers it to gateways in any case
 * @param maxTokens     of the document, refused while it is read
 * @param maxDepth      of nested fields, those of introspection aside
 * @param maxComplexity fields that may be answered; see {@link QueryCostAnalyzer}
 * @param maxAliases    fields under another name
 * @param maxDirectives on fields and fragments
 * @param maxRootFields of a mutation, each of which is a transaction
 * @param maxEntities   that a gateway may ask for at once
 * @param timeout       after which no further field is begun
 */
@ConfigurationProperties("enlist.graphql")
record GraphProperties(
        @DefaultValue("true") boolean introspection,
        @DefaultValue("5000") int maxTokens,
        @DefaultValue("12") int maxDepth,
        @DefaultValue("25000") int maxComplexity,
        @DefaultValue("50") int maxAliases,
        @DefaultValue("50") int maxDirectives,
        @DefaultValue("20") int maxRootFields,
        @DefaultValue("500") int maxEntities,
        @DefaultValue("10s") Duration timeout) {}
