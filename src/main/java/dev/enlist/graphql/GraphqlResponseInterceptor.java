package dev.enlist.graphql;

import graphql.parser.ParserOptions;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Adds the transport of the request to the GraphQL context, and turns any answer into a stream where the client asked
 * for server-sent events.
 */
@Component
class GraphqlResponseInterceptor implements WebGraphQlInterceptor {

    private final ParserOptions reading;

    GraphqlResponseInterceptor(GraphProperties properties) {
        this.reading = ParserOptions.getDefaultOperationParserOptions()
                .transform(options -> options.maxTokens(properties.maxTokens()));
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        boolean streams =
                request.getHeaders().getAccept().stream().anyMatch(MediaType.TEXT_EVENT_STREAM::equalsTypeAndSubtype);
        RequestTransport transport =
                new RequestTransport(streams, request.getHeaders().containsKey("Idempotency-Key"));
        request.configureExecutionInput((input, builder) -> builder.graphQLContext(
                        Map.of(ParserOptions.class, reading, RequestTransport.class, transport))
                .build());
        return chain.next(request).map(response -> streams ? streamed(response) : response);
    }

    /**
     * Wraps a single answer, such as an error, into a stream. Otherwise Spring would replace it with an error of its
     * own.
     */
    private static WebGraphQlResponse streamed(WebGraphQlResponse response) {
        return response.getData() instanceof Publisher<?>
                ? response
                : response.transform(builder ->
                        builder.data(Flux.just(response.getExecutionResult())).errors(List.of()));
    }
}
