package dev.enlist.analysis.check;

import dev.enlist.eligibility.feel.ExpressionFacts;
import dev.enlist.eligibility.feel.ResultKind;
import java.util.Set;

/**
 * What is known about the values of a column.
 *
 * @param kinds    every kind of value that the column can have
 * @param declared whether the kinds are only declared by the author
 * @param wrong    whether the column itself is faulty; then its conditions get no findings that depend on it
 */
record ColumnValues(ExpressionFacts facts, Set<ResultKind> kinds, boolean declared, boolean wrong) {}
