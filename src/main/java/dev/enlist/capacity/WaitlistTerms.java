package dev.enlist.capacity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/**
 * Whether a full instance has a waitlist, and how long an offer to the next enrollment is valid. The wire format also
 * accepts true or false.
 *
 * @param enabled    true where absent
 * @param offerHours how many hours the units of a promoted enrollment stay reserved; {@link #USUAL_HOURS} where absent
 */
@Schema(name = "WaitlistTerms", description = "Or true or false")
public record WaitlistTerms(
        @Schema(description = "true where absent") @Nullable Boolean enabled,

        @Schema(description = "How long the units offered to a person are reserved; 72 where absent")
        @Nullable
        @Positive
        @Max(8760)
        Integer offerHours) {

    public static final int USUAL_HOURS = 72;

    public static final WaitlistTerms NONE = new WaitlistTerms(false, null);

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public WaitlistTerms(
            @JsonProperty("enabled") @Nullable Boolean enabled,
            @JsonProperty("offerHours") @Nullable Integer offerHours) {
        this.enabled = enabled;
        this.offerHours = offerHours;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static WaitlistTerms of(boolean enabled) {
        return new WaitlistTerms(enabled, null);
    }

    /** How long an offer is valid, or null where there is no waitlist. */
    public @Nullable Integer hours() {
        if (Boolean.FALSE.equals(enabled)) {
            return null;
        }
        return offerHours == null ? Integer.valueOf(USUAL_HOURS) : offerHours;
    }
}
