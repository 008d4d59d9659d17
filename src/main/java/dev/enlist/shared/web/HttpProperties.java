package dev.enlist.shared.web;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How large a request may be. Headers and the line with the path are bounded by
 * {@code server.max-http-request-header-size}.
 *
 * @param maxBodySize       of a body that is read into memory
 * @param maxFormSize       of a multipart form that is sent with an {@code Idempotency-Key}; held in a temporary file
 * @param maxTableSize      of a decision table in XML that replaces a draft
 * @param streamedTypes     content types that are read row by row, however long; not with an {@code Idempotency-Key},
 *     which takes the whole body to be known again
 * @param maxQueryParameters parameters in the query of one request
 */
@Validated
@ConfigurationProperties("enlist.http")
public record HttpProperties(
        @NotNull @DefaultValue("1MB") DataSize maxBodySize,

        @NotNull @DefaultValue("21MB") DataSize maxFormSize,

        @NotNull @DefaultValue("10MB") DataSize maxTableSize,

        @DefaultValue({
            "text/csv",
            "application/x-ndjson",
            "multipart/form-data",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        })
        List<MediaType> streamedTypes,

        @DefaultValue("100") @Min(1) int maxQueryParameters) {}
