package dev.enlist.graphql;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of one GraphQL request. Rate limits count requests, so the cost of each request must be bounded.
 *
 * @param introspection whether callers may query the schema; gateways can always query {@code _service}
 * @param maxTokens     of the document; checked while it is parsed
 * @param maxDepth      of nested fields, without introspection fields
 * @param maxComplexity see {@link QueryCostAnalyzer}
 * @param maxAliases    fields with an alias
 * @param maxDirectives on fields and fragments
 * @param maxRootFields of a mutation, each of which runs in one transaction
 * @param maxEntities   that a gateway may request at once
 * @param timeout       no further field is resolved after this time
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
