package dev.enlist.eligibility.feel;

import java.util.Optional;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.syntaxtree.ConstBool;
import org.camunda.feel.syntaxtree.ConstNull$;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.ConstString;
import org.camunda.feel.syntaxtree.Exp;

/**
 * Parses a cell as the engine does, without evaluating it, and returns what makes it unusable. Limits length and
 * nesting depth of cells, because parser and interpreter are recursive: without a limit one cell could exhaust the
 * stack of the evaluating thread.
 */
public final class FeelValidator {

    /** Maximum characters of a cell. */
    public static final int LONGEST = 10_000;

    /** Maximum nesting of brackets, conditions, loops and chains of operators. */
    public static final int DEEPEST = 100;

    /** Reasons for which a cell is unusable. */
    public enum Obstacle {
        TOO_LONG,
        TOO_DEEP,
        NOT_FEEL,
        EXTERNAL_FUNCTION
    }

    /** Result of parsing a cell. */
    public sealed interface Reading {}

    /**
     * The cell can be used.
     *
     * @param constant its constant text, number or boolean; empty where the value depends on inputs
     */
    public record Usable(Optional<String> constant) implements Reading {}

    /** @param detail what the parser expected; empty where there is nothing to add */
    public record Unusable(Obstacle obstacle, String detail) implements Reading {}

    /** Only parses. Accepts external functions here, so that they are found in every position and refused. */
    private final FeelEngineApi parser =
            FeelEngineBuilder.forJava().withEnabledExternalFunctions(true).build();

    /** Parses the text of an input or an output. */
    public Reading expression(String text) {
        return read(text, parser::parseExpression);
    }

    /** Parses a condition on an input. */
    public Reading unaryTests(String text) {
        return read(text, parser::parseUnaryTests);
    }

    /** References of the text of an input or an output. */
    public FeelReferences factsOfExpression(String text) {
        return facts(text, parser::parseExpression);
    }

    /** References of a condition on an input. */
    public FeelReferences factsOfUnaryTests(String text) {
        return facts(text, parser::parseUnaryTests);
    }

    private static FeelReferences facts(String text, Parser parser) {
        if (!(read(text, parser) instanceof Usable)) {
            return FeelReferences.UNREADABLE;
        }
        return SyntaxTree.facts(parser.parse(text).parsedExpression().expression());
    }

    @FunctionalInterface
    private interface Parser {
        ParseResult parse(String text);
    }

    private static Reading read(String text, Parser parser) {
        if (text.length() > LONGEST) {
            return new Unusable(Obstacle.TOO_LONG, "");
        }
        if (bracketsOf(text) > DEEPEST) {
            return new Unusable(Obstacle.TOO_DEEP, "");
        }
        try {
            return judge(parser.parse(text));
        } catch (StackOverflowError e) {
            // nested by something other than brackets, deeper than the parser can follow
            return new Unusable(Obstacle.TOO_DEEP, "");
        }
    }

    private static Reading judge(ParseResult result) {
        if (result.isFailure()) {
            return new Unusable(Obstacle.NOT_FEEL, result.failure().message());
        }
        Exp expression = result.parsedExpression().expression();
        if (SyntaxTree.isDeeperThan(DEEPEST, expression)) {
            return new Unusable(Obstacle.TOO_DEEP, "");
        }
        if (SyntaxTree.callsJava(expression)) {
            return new Unusable(Obstacle.EXTERNAL_FUNCTION, "");
        }
        return new Usable(constant(expression));
    }

    private static Optional<String> constant(Exp expression) {
        if (expression instanceof ConstString text) {
            return Optional.of(text.value());
        }
        if (expression instanceof ConstNumber number) {
            return Optional.of(number.value().toString());
        }
        if (expression instanceof ConstBool truth) {
            return Optional.of(String.valueOf(truth.value()));
        }
        return expression == ConstNull$.MODULE$ ? Optional.of("null") : Optional.empty();
    }

    /** The maximum number of brackets open at once; brackets within texts do not count. */
    private static int bracketsOf(String text) {
        int open = 0;
        int most = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && "([{".indexOf(c) >= 0) {
                open++;
                most = Math.max(most, open);
            } else if (!quoted && ")]}".indexOf(c) >= 0) {
                open--;
            }
        }
        return most;
    }
}
