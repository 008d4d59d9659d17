package dev.enlist.support;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests on the thread of the test. {@link HttpClient} passes each one through three threads of its own, which
 * takes a tenth of the CPU time of a request of the tests; only large bodies go that way. Follows no redirects, keeps no
 * cookies and sends nothing twice.
 */
public final class RequestSender {

    /** The user agent that the application sees. */
    public static final String USER_AGENT = "Enlist-tests";

    private static final int CONNECTIONS = 1_000;

    /** Bytes; less than what a connection takes before anybody reads it. */
    private static final int LARGE = 1_000_000;

    /**
     * Reads the answer while it still writes the body. One that is too large is refused after its first bytes; who writes it
     * whole before reading may find the connection closed, and no answer.
     */
    private static final HttpClient LARGE_BODIES =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Connections are shared by all tests of the JVM. */
    private static final CloseableHttpClient CLIENT = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    // a body that is refused is answered before it has been sent whole
                    .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                            .responseOutOfOrderStrategy(MonitoringResponseOutOfOrderStrategy.INSTANCE)
                            .build())
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.ofSeconds(5))
                            .build())
                    .setMaxConnTotal(CONNECTIONS)
                    .setMaxConnPerRoute(CONNECTIONS)
                    .build())
            .setUserAgent(USER_AGENT)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            .build();

    private RequestSender() {}

    private record Answer(HttpRequest request, int statusCode, HttpHeaders headers, String body)
            implements HttpResponse<String> {

        @Override
        public Optional<HttpResponse<String>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }

    /**
     * Returns the answer with its body as text, in the charset that it names, or UTF-8.
     *
     * @throws IOException if there is no answer, or not within the time that the request allows
     */
    public static HttpResponse<String> send(HttpRequest request) throws IOException {
        if (request.bodyPublisher().filter(RequestSender::mayBeLarge).isPresent()) {
            return sendLarge(request);
        }
        ClassicHttpRequest sent = new BasicClassicHttpRequest(request.method(), request.uri());
        request.headers().map().forEach((name, values) -> values.forEach(value -> sent.addHeader(name, value)));
        request.bodyPublisher()
                .filter(body -> body.contentLength() != 0)
                .ifPresent(body -> sent.setEntity(new ByteArrayEntity(bytes(body), null)));
        HttpClientContext context = HttpClientContext.create();
        request.timeout().ifPresent(timeout -> context.setRequestConfig(within(timeout)));
        return CLIENT.execute(sent, context, received -> answer(request, received));
    }

    private static boolean mayBeLarge(HttpRequest.BodyPublisher body) {
        return body.contentLength() < 0 || body.contentLength() > LARGE;
    }

    private static HttpResponse<String> sendLarge(HttpRequest request) throws IOException {
        HttpRequest.Builder sent = HttpRequest.newBuilder(request, (name, value) -> true);
        if (request.headers().firstValue("User-Agent").isEmpty()) {
            sent.header("User-Agent", USER_AGENT);
        }
        try {
            return LARGE_BODIES.send(sent.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for the answer.");
        }
    }

    private static RequestConfig within(Duration timeout) {
        return RequestConfig.custom().setResponseTimeout(Timeout.of(timeout)).build();
    }

    private static Answer answer(HttpRequest request, ClassicHttpResponse received) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : received.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        String body = "";
        if (received.getEntity() != null) {
            ContentType type = ContentType.parseLenient(received.getEntity().getContentType());
            Charset charset = type == null ? null : type.getCharset();
            body = new String(
                    EntityUtils.toByteArray(received.getEntity()), charset == null ? StandardCharsets.UTF_8 : charset);
        }
        return new Answer(request, received.getCode(), HttpHeaders.of(headers, (name, value) -> true), body);
    }

    /** The publishers of the JDK that tests use have all bytes at hand, and publish them on the thread that asks. */
    private static byte[] bytes(HttpRequest.BodyPublisher body) {
        HttpResponse.BodySubscriber<byte[]> whole = HttpResponse.BodySubscribers.ofByteArray();
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                whole.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer part) {
                whole.onNext(List.of(part));
            }

            @Override
            public void onError(Throwable failure) {
                whole.onError(failure);
            }

            @Override
            public void onComplete() {
                whole.onComplete();
            }
        });
        return whole.getBody().toCompletableFuture().join();
    }
}
