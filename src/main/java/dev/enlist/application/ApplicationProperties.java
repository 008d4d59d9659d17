package dev.enlist.application;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the public forms.
 *
 * @param keepDrafts  how long a draft is kept after the last change
 * @param minimumTime shortest time from the start to the submission that a person needs
 * @param tokenValid  how long the token of a page is accepted
 * @param proofOfWork the puzzle that a browser solves before the submission
 * @param limits      requests of one client address and mails to one e-mail, counted on each node
 */
@Validated
@ConfigurationProperties("enlist.applications")
public record ApplicationProperties(
        @NotNull @DefaultValue("30d") Duration keepDrafts,
        @NotNull @DefaultValue("3s") Duration minimumTime,
        @NotNull @DefaultValue("24h") Duration tokenValid,
        @Valid @DefaultValue ProofOfWork proofOfWork,
        @Valid @DefaultValue Limits limits) {

    /**
     * @param enabled   whether a submission needs it
     * @param maxNumber greatest number that a browser tries; the work grows with it
     * @param valid     how long a puzzle is accepted
     */
    public record ProofOfWork(
            @DefaultValue("false") boolean enabled,

            @DefaultValue("100000") @Min(1_000) @Max(10_000_000)
            int maxNumber,

            @NotNull @DefaultValue("1h") Duration valid) {}

    /**
     * @param starts      drafts that one address begins, in one hour
     * @param submissions submissions of one address, in one hour
     * @param mails       mails with a link to one e-mail, in one hour
     * @param mailsOf     mails with a link that one address asks for, in one hour
     */
    public record Limits(
            @DefaultValue("300") @Min(1) int starts,
            @DefaultValue("300") @Min(1) int submissions,
            @DefaultValue("5") @Min(1) int mails,
            @DefaultValue("30") @Min(1) int mailsOf) {}
}
