package dev.enlist.audit;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The digests, under the key of the installation where there is one. */
@Configuration
class AuditConfiguration {

    @Bean
    static AuditDigest digests(AuditProperties properties) {
        return new AuditDigest(properties.secret());
    }
}
