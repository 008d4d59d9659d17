package dev.enlist.audit;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The digests, under the key of the installation where there is one. */
@Configuration
class AuditConfiguration {

    @Bean
    static Digests digests(AuditProperties properties) {
        return new Digests(properties.secret());
    }
}
