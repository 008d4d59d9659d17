package dev.enlist.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The settings of the first start from environment variables. */
class SetupPropertiesTests {

    @Configuration
    @EnableConfigurationProperties(SetupProperties.class)
    static class Settings {}

    private static ApplicationContextRunner with(Map<String, Object> environment) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment", new HashMap<>(environment))));
    }

    @Test
    void readsTheVariablesByTheirNames() {
        with(Map.of(
                        "ENLIST_ADMIN_EMAIL", "ada@example.com",
                        "ENLIST_ADMIN_PASSWORD", "secret",
                        "ENLIST_API_KEY", "k".repeat(32),
                        "ENLIST_DEMO", "false",
                        "ENLIST_DEMO_PEOPLE", "300"))
                .run(context -> {
                    SetupProperties properties = context.getBean(SetupProperties.class);
                    assertThat(properties.admin().email()).isEqualTo("ada@example.com");
                    assertThat(properties.admin().password()).isEqualTo("secret");
                    assertThat(properties.api().key()).hasSize(32);
                    assertThat(properties.demo()).isFalse();
                    assertThat(properties.demoPeople()).isEqualTo(300);
                });
    }

    @Test
    void generatesWhatIsAbsentOrBlank() {
        with(Map.of("ENLIST_ADMIN_PASSWORD", " ", "ENLIST_API_KEY", "")).run(context -> {
            SetupProperties properties = context.getBean(SetupProperties.class);
            assertThat(properties.admin().email()).isEqualTo("admin@localhost");
            assertThat(properties.admin().password()).isNull();
            assertThat(properties.api().key()).isNull();
            assertThat(properties.demo()).isTrue();
            assertThat(properties.demoPeople()).isEqualTo(2000);
        });
    }

    @Test
    void refusesAKeyThatIsTooShortAndAPasswordThatIsTooLong() {
        with(Map.of("ENLIST_API_KEY", "k".repeat(31)))
                .run(context -> assertThat(context).hasFailed());
        with(Map.of("ENLIST_ADMIN_PASSWORD", "p".repeat(73)))
                .run(context -> assertThat(context).hasFailed());
    }
}
