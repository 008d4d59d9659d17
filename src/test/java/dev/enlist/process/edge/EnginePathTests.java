package dev.enlist.process.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnginePathTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/admin/SeTuP/",
                "/camunda//api//setup",
                "//camunda/setup",
                "/camunda;a=b/setup;c/x",
                "/camunda/%73etup",
                "/camunda/%2573etup",
                "/camunda/%252573etup",
                "/camunda%2fapi%2fsetup",
                "/camunda%5Csetup",
                "/camunda/a/../setup",
                "/camunda/a/%2e%2e/setup",
                "/x/../camunda/setup",
                "/camunda/setup%20",
                "/%63amunda/setup"
            })
    void isSetupInEverySpelling(String uri) {
        assertThat(EnginePath.of(uri).isSetup()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/camunda/app/tasklist/default/",
                "/camunda/lib/setup.js",
                "/programs/setup",
                "/camunda/../setup",
                "/camunda/api/100%",
                "/ruleSets/camunda/setup"
            })
    void isNoSetup(String uri) {
        assertThat(EnginePath.of(uri).isSetup()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"orQueries\": [{\"assigneeExpression\": 1}]}`, assigneeExpression",
                "`{\"a\": {\"b\": [[{\"xEXPRESSION\": null}]]}}`, xEXPRESSION",
                "`{\"a\\u0045xpression\": 1}`, aExpression",
                "`{} {\"expression\": 1}`, expression",
                "`{\"aExpression \": 1}`, `aExpression `"
            })
    void expressionsAreFoundAtAnyDepth(String body, String key) throws IOException {
        assertThat(ExpressionGuard.in(body.getBytes(StandardCharsets.UTF_8))).contains(key);
        assertThat(ExpressionGuard.in(body.getBytes(StandardCharsets.UTF_16LE))).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "{\"orQueries\": [{\"candidateGroup\": \"anExpression\"}]}", "[1, \"expression\"]"})
    void whatIsNoExpressionPasses(String body) throws IOException {
        assertThat(ExpressionGuard.in(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
