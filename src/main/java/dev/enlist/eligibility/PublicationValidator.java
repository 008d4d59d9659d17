package dev.enlist.eligibility;

/** A condition for the publication of a draft. All validators run in their order, in the transaction that publishes. */
public interface PublicationValidator {

    /** Throws a problem where the draft must not be published. */
    void admit(RuleSet ruleSet);
}
