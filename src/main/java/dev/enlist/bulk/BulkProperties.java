package dev.enlist.bulk;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param confirmAbove number of enrollments above which a second person has to confirm
 * @param atOnce       largest number of enrollments processed within the request; more are processed in the background
 */
@Validated
@ConfigurationProperties("enlist.bulk")
record BulkProperties(
        @Min(0) @DefaultValue("1000") int confirmAbove,
        @Min(0) @DefaultValue("100") int atOnce) {}
