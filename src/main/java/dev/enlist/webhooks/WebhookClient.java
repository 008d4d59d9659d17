package dev.enlist.webhooks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Posts to URLs that customers choose. Resolves each host once per connection and connects to exactly the addresses
 * that were validated ({@link TargetValidator}). Follows no redirect, keeps no cookie or password and uses no proxy.
 * Limits the time of a response and the number of bytes read.
 */
@Component
class WebhookClient implements DisposableBean {

    static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private static final int KEPT_BYTES = 4096;
    private static final Timeout CONNECT_TIMEOUT = Timeout.of(CONNECT_WITHIN);

    /**
     * Result of a request.
     *
     * @param status     null if there was no response
     * @param body       the beginning of the response
     * @param retryAfter header as received
     * @param error      why there was no response, in text of Enlist; null if there was one
     */
    record Answer(
            @Nullable Integer status,
            @Nullable String body,
            @Nullable String retryAfter,
            @Nullable String error) {

        static Answer none(String error) {
            return new Answer(null, null, null, error);
        }

        boolean isSuccess() {
            return status != null && status >= 200 && status < 300;
        }
    }

    private final CloseableHttpClient client;
    private final Duration answerWithin;
    private final ScheduledExecutorService deadlines;

    WebhookClient(TargetValidator targets, WebhookProperties properties) {
        CustomizableThreadFactory threads = new CustomizableThreadFactory("webhook-deadline-");
        threads.setDaemon(true);
        this.deadlines = Executors.newSingleThreadScheduledExecutor(threads);
        this.answerWithin = properties.answerWithin();
        Timeout answerTimeout = Timeout.of(answerWithin);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedAddresses(targets))
                        .setMaxConnPerRoute(properties.parallelPerNode())
                        .setMaxConnTotal(2 * properties.parallelPerNode())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_TIMEOUT)
                                .setSocketTimeout(answerTimeout)
                                .setTimeToLive(TimeValue.ofMinutes(1))
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setSoTimeout(answerTimeout)
                                .build())
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setHandshakeTimeout(CONNECT_TIMEOUT)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(answerTimeout)
                        .setConnectionRequestTimeout(answerTimeout)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("Enlist-Webhooks")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    Answer post(String url, Map<String, String> headers, byte[] body) {
        HttpPost request = new HttpPost(URI.create(url));
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.parse(headers.get("content-type"))));
        AtomicBoolean late = new AtomicBoolean();
        Future<?> deadline = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                answerWithin.toMillis(),
                TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse response = client.executeOpen(RoutingSupport.determineHost(request), request, null)) {
            String retryAfter = response.containsHeader("Retry-After")
                    ? response.getFirstHeader("Retry-After").getValue()
                    : null;
            return new Answer(response.getCode(), beginning(response.getEntity()), retryAfter, null);
        } catch (IOException | HttpException | RuntimeException e) {
            return Answer.none(
                    late.get()
                            ? "No complete answer within " + answerWithin.toMillis() / 1000.0 + " seconds"
                            : message(e));
        } finally {
            deadline.cancel(false);
        }
    }

    private static @Nullable String beginning(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return null;
        }
        try (InputStream content = entity.getContent()) {
            byte[] kept = content.readNBytes(KEPT_BYTES);
            // PostgreSQL stores no NUL
            return new String(kept, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        }
    }

    private static String message(Exception failure) {
        if (failure instanceof TargetValidator.NotPublic) {
            return "The host has an address that is not public";
        }
        if (failure instanceof UnknownHostException) {
            return "The host cannot be found";
        }
        if (failure instanceof HttpHostConnectException) {
            return "The connection was refused";
        }
        if (failure instanceof SocketTimeoutException) {
            return "Timed out";
        }
        if (failure instanceof SSLException) {
            return "No trusted TLS connection: " + failure.getMessage();
        }
        return failure instanceof NoHttpResponseException
                ? "The connection was closed without an answer"
                : "The request failed: " + failure.getClass().getSimpleName();
    }

    @Override
    public void destroy() throws IOException {
        deadlines.shutdownNow();
        client.close();
    }

    /** Gives the connection the validated addresses, so that no second DNS lookup happens. */
    private record CheckedAddresses(TargetValidator targets) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return targets.addresses(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
