package dev.enlist.document;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * Stores objects in a bucket of an S3-compatible storage. A storage that accepts connections and stays silent delays a call by two timeouts:
 * each call is tried twice, because jobs repeat it later and a person who reads a document can.
 */
final class S3ObjectStorage implements ObjectStorage, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(S3ObjectStorage.class);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(10);
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 2;

    private final S3Client client;

    /** For the question whether the storage answers, of which the answer is shown at once. */
    private final S3Client probe;

    private final String bucket;

    S3ObjectStorage(DocumentProperties.S3 settings) {
        this(settings, READ);
    }

    /** @param read how long a call waits for the storage to send or take bytes */
    S3ObjectStorage(DocumentProperties.S3 settings, Duration read) {
        this.bucket = settings.bucket();
        this.client = client(settings, CONNECT, read, ATTEMPTS);
        this.probe = client(settings, PROBE, PROBE, 1);
    }

    private static S3Client client(DocumentProperties.S3 settings, Duration connect, Duration read, int attempts) {
        // storage other than Amazon's often knows neither the newer checksums nor bodies in signed chunks; the content
        // has
        // its SHA-256
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(connect)
                        .socketTimeout(read))
                .overrideConfiguration(override -> override.retryStrategy(strategy -> strategy.maxAttempts(attempts)));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (settings.accessKey() != null && settings.secretKey() != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())));
        }
        return builder.build();
    }

    @Override
    public void put(String key, long size, String mediaType, Supplier<InputStream> content) throws IOException {
        call(() -> client.putObject(
                request -> request.bucket(bucket).key(key).contentType(mediaType),
                RequestBody.fromContentProvider(content::get, size, mediaType)));
    }

    @Override
    public InputStream read(String key, long position) throws IOException {
        return call(() -> client.getObject(
                request -> request.bucket(bucket).key(key).range(position == 0 ? null : "bytes=" + position + "-")));
    }

    @Override
    public boolean isReachable() {
        try {
            probe.headBucket(request -> request.bucket(bucket));
            return true;
        } catch (SdkException e) {
            log.debug("The object storage does not answer", e);
            return false;
        }
    }

    @Override
    public void delete(String key) throws IOException {
        call(() -> client.deleteObject(request -> request.bucket(bucket).key(key)));
    }

    private static <T> T call(Supplier<T> operation) throws IOException {
        try {
            return operation.get();
        } catch (SdkException e) {
            throw new IOException("The object storage failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.close();
        probe.close();
    }
}
