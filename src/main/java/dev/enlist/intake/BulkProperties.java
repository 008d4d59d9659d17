package dev.enlist.intake;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param confirmAbove of more than so many a second person has to confirm
 * @param atOnce       so many are dealt with before the answer; more in the background
 */
@Validated
@ConfigurationProperties("enlist.bulk")
record BulkProperties(
        @Min(0) @DefaultValue("1000") int confirmAbove,
        @Min(0) @DefaultValue("100") int atOnce) {}
