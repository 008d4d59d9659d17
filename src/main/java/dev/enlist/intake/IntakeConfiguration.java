package dev.enlist.intake;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration
@EnableConfigurationProperties({ImportProperties.class, BulkProperties.class})
class IntakeConfiguration {}
