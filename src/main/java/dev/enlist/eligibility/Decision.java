package dev.enlist.eligibility;

import java.util.List;

/** What a table answered, and the rows that made it answer so. */
public record Decision(Verdict verdict, List<MatchedRule> matchedRules) {}
