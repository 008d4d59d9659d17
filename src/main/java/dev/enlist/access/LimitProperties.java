package dev.enlist.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Request limits of one node. A limit of 0 requests per second is no limit.
 *
 * @param caller    one key or one person
 * @param workspace all keys and people of a workspace together
 * @param address   calls of one client address without key or session
 * @param refused   calls of one client address with a refused key
 */
@Validated
@ConfigurationProperties("enlist.limits")
public record LimitProperties(
        @Valid @DefaultValue Caller caller,
        @Valid @DefaultValue Workspace workspace,
        @Valid @DefaultValue Address address,
        @Valid @DefaultValue Refused refused) {

    /** The values of one limit. */
    interface Rate {

        /** Sustained requests per second; 0 for no limit. */
        int perSecond();

        /** Requests in one burst. */
        int burst();
    }

    /** {@code enlist.limits.caller.per-second}, {@code .burst}. */
    public record Caller(
            @DefaultValue("1000") @Min(0) int perSecond,
            @DefaultValue("2000") @Min(1) int burst) implements Rate {}

    /** {@code enlist.limits.workspace.per-second}, {@code .burst}. */
    public record Workspace(
            @DefaultValue("3000") @Min(0) int perSecond,
            @DefaultValue("6000") @Min(1) int burst) implements Rate {}

    /** {@code enlist.limits.address.per-second}, {@code .burst}. */
    public record Address(
            @DefaultValue("100") @Min(0) int perSecond,
            @DefaultValue("500") @Min(1) int burst) implements Rate {}

    /** {@code enlist.limits.refused.per-second}, {@code .burst}. */
    public record Refused(
            @DefaultValue("5") @Min(0) int perSecond,
            @DefaultValue("200") @Min(1) int burst) implements Rate {}
}
