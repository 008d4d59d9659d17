package dev.enlist.shared.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactAddressValidatorTests {

    @ParameterizedTest
    @CsvSource({
        "https://example.com/help, true",
        "HTTP://[::1.2.3.4]:8080/, true",
        "mailto:help@example.com, false",
        "https:///help, false",
        "https://exa mple.com, false",
        "https://[::1922233720368080.1.1.1]/, false",
    })
    void aPageHasASchemeAndAHostThatABrowserUnderstands(String text, boolean page) {
        assertThat(ContactAddressValidator.isPage(text)).isEqualTo(page);
    }
}
