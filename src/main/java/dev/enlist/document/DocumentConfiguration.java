package dev.enlist.document;

import java.io.InputStream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the virus scanner and the object storage, where the settings name them. */
@Configuration
class DocumentConfiguration {

    @Bean
    VirusScanner virusScanner(DocumentProperties properties) {
        String address = properties.clamd();
        return address == null || address.isBlank()
                ? new NoScanner()
                : new ClamdScanner(address, properties.clamdTimeout());
    }

    @Bean
    @ConditionalOnProperty("enlist.documents.s3.bucket")
    ObjectStorage objectStorage(DocumentProperties properties) {
        return new S3ObjectStorage(java.util.Objects.requireNonNull(properties.s3()));
    }

    /** Finds each content clean. */
    private static final class NoScanner implements VirusScanner {

        @Override
        public boolean isEnabled() {
            return false;
        }

        @Override
        public boolean isReachable() {
            return false;
        }

        @Override
        public boolean isClean(InputStream content) {
            return true;
        }
    }
}
