package dev.enlist.eligibility;

/** Has a say in whether a draft may be published. All of them are asked, in their order, in the transaction that publishes. */
public interface PublicationValidator {

    /** Throws a problem with a name where the draft may not be published as it is. */
    void admit(RuleSet ruleSet);
}
