package dev.enlist.eligibility.cases;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A made-up application and the verdict that the rules must give. It outlives drafts: an expectation stays until a user
 * changes the case.
 */
@Entity
@Audited(
        subject = "ruleTestCase",
        plain = {"ruleSetId", "expectedStatus", "expectedCode"})
public class RuleTestCase extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String ruleSetId = "";
    private String name = "";

    @JsonColumn
    private Map<String, @Nullable Object> inputs = Map.of();

    private String expectedStatus = "";
    private @Nullable String expectedCode;

    protected RuleTestCase() {}

    RuleTestCase(String ruleSetId, TestCaseDetails details, Instant at) {
        this.ruleSetId = ruleSetId;
        this.createdAt = at;
        revise(details, at);
    }

    final void revise(TestCaseDetails details, Instant at) {
        this.name = details.name();
        this.inputs = details.inputs();
        this.expectedStatus = details.expectedStatus();
        this.expectedCode = details.expectedCode();
        this.updatedAt = at;
    }

    public TestCaseDetails details() {
        return new TestCaseDetails(name, inputs, expectedStatus, expectedCode);
    }

    public String name() {
        return name;
    }

    /** Values by input name; an absent input is null. */
    public Map<String, @Nullable Object> inputs() {
        return inputs;
    }

    public String expectedStatus() {
        return expectedStatus;
    }

    /** Empty where any code is accepted. */
    public Optional<String> expectedCode() {
        return Optional.ofNullable(expectedCode);
    }

    String ruleSetId() {
        return ruleSetId;
    }
}
