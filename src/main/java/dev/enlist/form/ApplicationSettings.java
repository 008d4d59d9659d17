package dev.enlist.form;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.shared.json.EndOfDay;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether, where and when people apply to a program instance by its form.
 *
 * @param published          whether the form is open to the public; no where absent
 * @param path               the form is at {@code /apply/{path}}; unique in the installation
 * @param languages          language tags in which the form is offered, the first is the default; {@code en} where absent
 * @param startsAt           from when the form is open; at once where absent
 * @param endsAt             when it closes; with the instance where absent
 * @param showNearestChange  whether a person who is not eligible learns which change would make them so
 * @param screeningQuestions names of fields that are asked first, on the start page and on the screening page
 * @param frameAncestors     origins that may show the form in a frame; none where absent
 * @param duration           minutes that the form takes, shown on the start page
 * @param whatYouNeed        what to have at hand, shown on the start page
 * @param proofOfWork        whether the browser solves a puzzle before it sends the application, which keeps programs
 *                           away; as the installation is configured where absent
 */
@Schema(name = "ApplicationSettings")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApplicationSettings(
        @Nullable Boolean published,

        @Schema(example = "nyc-battery")
        @Nullable
        @Pattern(
                regexp = "[a-z0-9](?:[a-z0-9-]{1,61})[a-z0-9]",
                message = "must be 3 to 63 lower-case letters, digits and dashes, such as nyc-battery")
        String path,

        @Schema(example = "[\"en\", \"es\"]") @Nullable @Size(min = 1, max = 20)
        List<
                        @NotNull
                        @Pattern(
                                regexp = "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}",
                                message = "must be a language tag such as en, es or pt-BR")
                        String>
                languages,

        @Schema(description = "A date begins with that day in the time zone of the instance")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        Instant startsAt,

        @Schema(description = "A date lasts through that day in the time zone of the instance")
        @JsonFormat(shape = JsonFormat.Shape.STRING)
        @Nullable
        @EndOfDay
        Instant endsAt,

        @Nullable Boolean showNearestChange,

        @Schema(example = "[\"address.state\"]") @Nullable @Size(max = 5)
        List<@NotNull @Size(max = 200) String> screeningQuestions,

        @Schema(example = "[\"https://www.example.com\"]") @Nullable @Size(max = 20)
        List<
                        @NotNull @Size(max = 300)
                        @Pattern(
                                regexp = "https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?",
                                message = "must be an origin with https and without a path, such as"
                                        + " https://www.example.com")
                        String>
                frameAncestors,

        @Schema(example = "10") @Nullable @Min(1) @Max(240) Integer duration,

        @ArraySchema(
                schema =
                        @Schema(
                                description = "One text, or texts by language",
                                types = {"string", "object"}))
        @Nullable
        @Size(max = 20)
        List<@NotNull LocalizedText> whatYouNeed,

        @Schema(description = "Whether the browser solves a puzzle before it sends the application (altcha protocol)")
        @Nullable
        Boolean proofOfWork) {

    /** Settings of an instance that has none. */
    public static final ApplicationSettings NONE =
            new ApplicationSettings(null, null, null, null, null, null, null, null, null, null, null);

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().findAndAddModules().build();

    @JsonIgnore
    public boolean isPublished() {
        return Boolean.TRUE.equals(published);
    }

    /** The languages in which the form is offered, at least one; the first is the default. */
    public List<String> languageTags() {
        return languages == null || languages.isEmpty() ? List.of("en") : languages;
    }

    /** The members that are stated, as in JSON. */
    public Map<String, Object> members() {
        return MAPPER.convertValue(this, new TypeReference<>() {});
    }

    /** The settings of a copy: without the path, the publication and the dates, which belong to one instance. */
    public ApplicationSettings forCopy() {
        return new ApplicationSettings(
                false,
                null,
                languages,
                null,
                null,
                showNearestChange,
                screeningQuestions,
                frameAncestors,
                duration,
                whatYouNeed,
                proofOfWork);
    }
}
