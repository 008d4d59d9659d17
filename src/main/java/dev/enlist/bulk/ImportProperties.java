package dev.enlist.bulk;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param keep how long the rows of a finished import are kept, to resume it or to download its refused rows */
@Validated
@ConfigurationProperties("enlist.imports")
record ImportProperties(@NotNull @DefaultValue("P7D") Duration keep) {}
