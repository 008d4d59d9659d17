package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class PublicUrlTests {

    private static final String SECURE = "server.servlet.session.cookie.secure";

    @ParameterizedTest
    @CsvSource({
        "https://enlist.example.com, , true",
        "HTTPS://enlist.example.com, , true",
        "https://enlist.example.com, false, false",
        "http://localhost:8080, , ",
        "'', , ",
        ", , "
    })
    void cookiesFollowIt(String url, String set, String expected) {
        MockEnvironment environment = new MockEnvironment();
        if (url != null) {
            environment.setProperty("enlist.public-url", url);
        }
        if (set != null) {
            environment.setProperty(SECURE, set);
        }
        new PublicUrl().postProcessEnvironment(environment, new SpringApplication());
        assertThat(environment.getProperty(SECURE)).isEqualTo(expected);
    }
}
