package dev.enlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** An HTTP response with the common assertions. */
public record Reply(HttpResponse<String> response) {

    public int status() {
        return response.statusCode();
    }

    public JsonNode json() {
        return Json.read(response.body());
    }

    public String text() {
        return response.body();
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    public JsonNode ok() {
        return expect(200).json();
    }

    public JsonNode created() {
        return expect(201).json();
    }

    public Reply expect(int status) {
        assertThat(status()).as(text()).isEqualTo(status);
        return this;
    }

    /** A problem document with this status and code. */
    public JsonNode problem(int status, String code) {
        expect(status);
        assertThat(header("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json().path("code").asText()).as(text()).isEqualTo(code);
        assertThat(json().path("status").asInt()).isEqualTo(status);
        return json();
    }

    /** The pointers of every fault of a 400. */
    public List<String> faults() {
        return problem(400, "invalid-input").path("errors").findValuesAsText("pointer");
    }
}
