package dev.enlist.enrollment;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How people who come at the same moment are stored.
 *
 * @param groups  so many groups at once, on each node, beside those that are being committed
 * @param largest so many people in one transaction; 1 stores each alone
 */
@Validated
@ConfigurationProperties("enlist.enrolling")
record GroupProperties(
        @Min(1) @DefaultValue("2") int groups,
        @Min(1) @DefaultValue("64") int largest) {}
