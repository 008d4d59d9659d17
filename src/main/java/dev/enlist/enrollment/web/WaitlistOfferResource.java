package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.WaitlistOffer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The offer of a place on the wire.
 *
 * @param endsAt     until when the place is kept without an answer
 * @param answer     absent until the applicant answers
 * @param answeredAt absent until the applicant answers
 */
@Schema(name = "WaitlistOffer")
@JsonInclude(JsonInclude.Include.NON_NULL)
record WaitlistOfferResource(
        Instant madeAt,
        Instant endsAt,
        WaitlistOffer.@Nullable Answer answer,
        @Nullable Instant answeredAt) {}
