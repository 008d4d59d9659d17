package dev.enlist.document;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An object storage with the interface of S3 that checks the signature (version 4) of each request. */
final class FakeS3 implements AutoCloseable {

    static final String BUCKET = "documents";
    private static final String ACCESS_KEY = "AKIATEST";
    private static final String SECRET_KEY = "a secret of the tests";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/s3/aws4_request, SignedHeaders=([^,]+),"
                    + " Signature=([0-9a-f]{64})");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile boolean isDown;
    private volatile CountDownLatch silence = new CountDownLatch(0);
    private final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Runnable afterPut = () -> {};
    private volatile Runnable beforeDelete = () -> {};

    FakeS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    DocumentProperties.S3 settings(String secretKey) {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new DocumentProperties.S3(BUCKET, "eu-west-1", endpoint, true, ACCESS_KEY, secretKey);
    }

    DocumentProperties.S3 settings() {
        return settings(SECRET_KEY);
    }

    ObjectStorage client() {
        return new S3ObjectStorage(settings());
    }

    void down(boolean down) {
        isDown = down;
    }

    /** While it is silent it accepts connections and requests, and answers none. */
    void silent(boolean silent) {
        silence.countDown();
        silence = new CountDownLatch(silent ? 1 : 0);
    }

    /** Requests so far. */
    int calls() {
        return calls.get();
    }

    /** Runs when the next object is stored, before its request is answered. */
    void onceStored(Runnable action) {
        afterPut = action;
    }

    /** Runs when the next deletion arrives, before it takes effect. */
    void onceDeleted(Runnable action) {
        beforeDelete = action;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            calls.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (silence.getCount() > 0) {
                silence.await();
                return;
            }
            String path = exchange.getRequestURI().getPath();
            String key = path.startsWith("/" + BUCKET + "/") ? path.substring(BUCKET.length() + 2) : "";
            if (isDown) {
                answer(exchange, 503, new byte[0]);
            } else if (!isSigned(exchange, body)) {
                answer(exchange, 403, "<Error><Code>SignatureDoesNotMatch</Code></Error>".getBytes());
            } else {
                switch (exchange.getRequestMethod()) {
                    case "PUT" -> {
                        objects.put(key, body);
                        Runnable action = afterPut;
                        afterPut = () -> {};
                        action.run();
                        answer(exchange, 200, new byte[0]);
                    }
                    case "DELETE" -> {
                        Runnable action = beforeDelete;
                        beforeDelete = () -> {};
                        action.run();
                        objects.remove(key);
                        answer(exchange, 204, new byte[0]);
                    }
                    // whether the bucket is there
                    case "HEAD" -> answer(exchange, 200, new byte[0]);
                    default -> read(exchange, objects.get(key));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void read(HttpExchange exchange, byte[] object) throws IOException {
        if (object == null) {
            answer(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>".getBytes());
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        Matcher from = RANGE.matcher(range == null ? "" : range);
        if (from.matches()) {
            answer(exchange, 206, Arrays.copyOfRange(object, Integer.parseInt(from.group(1)), object.length));
        } else {
            answer(exchange, 200, object);
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static boolean isSigned(HttpExchange exchange, byte[] body) {
        Matcher claim = AUTHORIZATION.matcher(
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        String hash = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
        if (!claim.matches() || !claim.group(1).equals(ACCESS_KEY)) {
            return false;
        }
        try {
            if (!hash.equals("UNSIGNED-PAYLOAD") && !hash.equals(hex(sha256(body)))) {
                return false;
            }
            StringBuilder canonical = new StringBuilder(exchange.getRequestMethod())
                    .append('\n')
                    .append(exchange.getRequestURI().getRawPath())
                    .append('\n')
                    .append(String.valueOf(exchange.getRequestURI().getRawQuery())
                            .replace("null", ""))
                    .append('\n');
            for (String name : claim.group(4).split(";")) {
                canonical
                        .append(name)
                        .append(':')
                        .append(exchange.getRequestHeaders().getFirst(name).trim())
                        .append('\n');
            }
            canonical.append('\n').append(claim.group(4)).append('\n').append(hash);
            String scope = claim.group(2) + "/" + claim.group(3) + "/s3/aws4_request";
            String signed = "AWS4-HMAC-SHA256\n" + exchange.getRequestHeaders().getFirst("X-Amz-Date") + "\n" + scope
                    + "\n" + hex(sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
            byte[] key = ("AWS4" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
            for (String part : new String[] {claim.group(2), claim.group(3), "s3", "aws4_request"}) {
                key = hmac(key, part);
            }
            return hex(hmac(key, signed)).equals(claim.group(5));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        silent(false);
        server.stop(0);
        threads.shutdownNow();
    }
}
