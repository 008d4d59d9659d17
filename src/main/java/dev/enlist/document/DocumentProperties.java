package dev.enlist.document;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of documents.
 *
 * @param maxSize        of one document
 * @param maxOther       documents of an enrollment whose form states no documents
 * @param storage        where the content of new documents is kept: {@code database} or {@code s3}
 * @param s3             the object storage; documents that are there stay readable while it is configured
 * @param clamd          {@code host:port} of the virus scanner; none where absent
 * @param clamdTimeout   for connecting to it, and for each answer
 */
@Validated
@ConfigurationProperties("enlist.documents")
record DocumentProperties(
        @NotNull @DefaultValue("20MB") DataSize maxSize,
        @DefaultValue("20") @Min(1) @Max(1000) int maxOther,
        @NotNull @DefaultValue("DATABASE") Storage storage,
        @Nullable S3 s3,
        @Nullable String clamd,
        @NotNull @DefaultValue("20s") Duration clamdTimeout) {

    enum Storage {
        DATABASE,
        S3
    }

    /**
     * An S3-compatible object storage.
     *
     * @param endpoint  for storage other than that of Amazon, such as {@code https://minio.example.org}
     * @param pathStyle whether the bucket is in the path instead of the host name; other storage than Amazon's often
     *                  requires it
     * @param accessKey with {@code secretKey}; without both, the default chain of the AWS SDK finds credentials
     */
    record S3(
            String bucket,
            @DefaultValue("us-east-1") String region,
            @Nullable URI endpoint,
            @DefaultValue("false") boolean pathStyle,
            @Nullable String accessKey,
            @Nullable String secretKey) {}
}
