package dev.enlist.audit;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the digest function, keyed where the installation has a key. */
@Configuration
class AuditConfiguration {

    @Bean
    static AuditDigest digests(AuditProperties properties) {
        return new AuditDigest(properties.secret());
    }
}
