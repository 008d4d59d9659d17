package dev.enlist.eligibility.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.feel.FeelValidator;
import java.util.Collection;
import java.util.Set;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionRequirementsGraph;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableInputImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableOutputImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.camunda.bpm.dmn.engine.impl.spi.transform.DmnTransformListener;
import org.camunda.bpm.model.dmn.impl.DmnModelConstants;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Definitions;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.LiteralExpression;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.Text;
import org.camunda.bpm.model.dmn.instance.UnaryTests;
import org.camunda.bpm.model.xml.ModelInstance;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Refuses a document that uses another language than FEEL, or calls Java from FEEL, when a decision engine parses it.
 * This is a second check after the one before a draft is published, for documents that did not come from a draft.
 *
 * <p>Engine internals: the listener is the only place between parsing and compiling of a document.
 */
public class DmnSecurityValidator implements DmnTransformListener {

    /**
     * The names by which the engine recognizes FEEL, in addition to the plain word. It takes every other name for a
     * script language.
     */
    private static final Set<String> FEEL = Set.of(
            DmnModelConstants.FEEL_NS,
            DmnModelConstants.FEEL12_NS,
            DmnModelConstants.FEEL13_NS,
            DmnModelConstants.FEEL14_NS,
            DmnModelConstants.FEEL15_NS);

    /** The keyword of every external function. Cells without it need not be parsed. */
    private static final String EXTERNAL = "external";

    /** The end of the name of the attribute that names a language, with or without a prefix. */
    private static final String LANGUAGE = "expressionLanguage";

    private final FeelValidator feel = new FeelValidator();

    /** The documents that were checked: an engine reports each decision of a document, and then their graph. */
    private final Cache<ModelInstance, Boolean> checked =
            Caffeine.newBuilder().weakKeys().build();

    /** Whether the attribute {@code expressionLanguage} names FEEL. */
    public static boolean isFeel(@Nullable String language) {
        return language == null || language.equalsIgnoreCase("feel") || FEEL.contains(language);
    }

    @Override
    public void transformDecision(Decision decision, DmnDecision transformed) {
        checkOnce((Definitions) decision.getModelInstance().getDocumentElement());
    }

    @Override
    public void transformDecisionRequirementsGraph(Definitions definitions, DmnDecisionRequirementsGraph transformed) {
        checkOnce(definitions);
    }

    /** Checks the whole document, because a decision may refer to any part of it. */
    private void checkOnce(Definitions definitions) {
        ModelInstance document = definitions.getModelInstance();
        if (checked.getIfPresent(document) == null) {
            if (mayBeRefused(document)) {
                checkLanguage(definitions, definitions.getExpressionLanguage());
                checkLiterals(document.getModelElementsByType(LiteralExpression.class));
                checkTests(document.getModelElementsByType(UnaryTests.class));
            }
            checked.put(document, true);
        }
    }

    /**
     * Whether the tree contains anything for which one of its elements can be refused. Most documents do not, and to find the
     * elements in the model takes a fifth of the time of a publication.
     */
    private static boolean mayBeRefused(ModelInstance document) {
        Node root = document.getDocument().getDomSource().getNode();
        Element top = root instanceof Document tree ? tree.getDocumentElement() : (Element) root;
        return top.getTextContent().contains(EXTERNAL) || namesOtherLanguage(top);
    }

    private static boolean namesOtherLanguage(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            if (attribute.getNodeName().endsWith(LANGUAGE) && !isFeel(attribute.getNodeValue())) {
                return true;
            }
        }
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inner && namesOtherLanguage(inner)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void transformDecisionTableInput(Input input, DmnDecisionTableInputImpl transformed) {
        // checked together with its decision
    }

    @Override
    public void transformDecisionTableOutput(Output output, DmnDecisionTableOutputImpl transformed) {
        // checked together with its decision
    }

    @Override
    public void transformDecisionTableRule(Rule rule, DmnDecisionTableRuleImpl transformed) {
        // checked together with its decision
    }

    private void checkLiterals(Collection<LiteralExpression> expressions) {
        for (LiteralExpression expression : expressions) {
            checkLanguage(expression, expression.getExpressionLanguage());
            String text = text(expression.getText());
            if (text.contains(EXTERNAL)) {
                checkJava(expression, feel.expression(text));
            }
        }
    }

    private void checkTests(Collection<UnaryTests> tests) {
        for (UnaryTests test : tests) {
            checkLanguage(test, test.getExpressionLanguage());
            String text = text(test.getText());
            if (text.contains(EXTERNAL)) {
                checkJava(test, feel.unaryTests(text));
            }
        }
    }

    private static void checkLanguage(DmnElement element, @Nullable String language) {
        if (!isFeel(language)) {
            throw new RulesFailed("Refused at " + place(element) + ": rules are written in FEEL, and its attribute"
                    + " expressionLanguage asks for " + language + ".");
        }
    }

    private static void checkJava(DmnElement element, FeelValidator.Reading reading) {
        if (reading instanceof FeelValidator.Unusable unusable
                && unusable.obstacle() != FeelValidator.Obstacle.NOT_FEEL) {
            throw new RulesFailed("Refused at " + place(element) + ": its text calls a function outside FEEL,"
                    + " or is too long or too deep to be sure that it does not.");
        }
    }

    private static String text(@Nullable Text text) {
        return text == null || text.getTextContent() == null ? "" : text.getTextContent();
    }

    /** The id of the element, or its position where it has none. */
    private static String place(DmnElement element) {
        String type = element.getElementType().getTypeName();
        return element.getId() == null ? type + " in " + parent(element) : element.getId() + " (" + type + ")";
    }

    private static String parent(DmnElement element) {
        return element.getParentElement() instanceof DmnElement parent && parent.getId() != null
                ? parent.getId()
                : "the document";
    }
}
