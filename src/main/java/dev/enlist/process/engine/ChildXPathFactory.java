package dev.enlist.process.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.namespace.NamespaceContext;
import javax.xml.namespace.QName;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathFactoryConfigurationException;
import javax.xml.xpath.XPathFunctionResolver;
import javax.xml.xpath.XPathVariableResolver;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * Evaluates paths of element names, such as {@code /mapper/sql} and {@code select|insert}, by a walk over the children.
 * MyBatis asks for nothing else when it reads the SQL mappings of the engine. The JDK, which evaluates all other
 * expressions, makes a copy of the document up to the element for each expression, and the mappings have 880 statements.
 *
 * <p>Public, with a public constructor, because the JDK makes it from the name of the class.
 */
public final class ChildXPathFactory extends XPathFactory {

    /** The system property that names the factory for documents in memory. */
    static final String PROPERTY = DEFAULT_PROPERTY_NAME + ":" + DEFAULT_OBJECT_MODEL_URI;

    private static final Pattern PATH = Pattern.compile("/?[A-Za-z_][\\w-]*(/[A-Za-z_][\\w-]*)*");
    private static final Pattern UNION = Pattern.compile("[A-Za-z_][\\w-]*(\\|[A-Za-z_][\\w-]*)*");

    private final XPathFactory jdk = XPathFactory.newDefaultInstance();

    @Override
    public boolean isObjectModelSupported(String objectModel) {
        return jdk.isObjectModelSupported(objectModel);
    }

    @Override
    public void setFeature(String name, boolean value) throws XPathFactoryConfigurationException {
        jdk.setFeature(name, value);
    }

    @Override
    public boolean getFeature(String name) throws XPathFactoryConfigurationException {
        return jdk.getFeature(name);
    }

    @Override
    public void setXPathVariableResolver(XPathVariableResolver resolver) {
        jdk.setXPathVariableResolver(resolver);
    }

    @Override
    public void setXPathFunctionResolver(XPathFunctionResolver resolver) {
        jdk.setXPathFunctionResolver(resolver);
    }

    @Override
    public XPath newXPath() {
        return new ChildXPath(jdk.newXPath());
    }

    private record Nodes(List<Node> nodes) implements NodeList {

        @Override
        public @Nullable Node item(int index) {
            return index >= 0 && index < nodes.size() ? nodes.get(index) : null;
        }

        @Override
        public int getLength() {
            return nodes.size();
        }
    }

    private record ChildXPath(XPath jdk) implements XPath {

        @Override
        public @Nullable Object evaluate(String expression, Object item, QName type) throws XPathExpressionException {
            boolean list = type.equals(XPathConstants.NODESET);
            if (item instanceof Node node && (list || type.equals(XPathConstants.NODE))) {
                List<Node> found = find(expression, node);
                if (found != null) {
                    return list ? new Nodes(found) : found.isEmpty() ? null : found.get(0);
                }
            }
            return jdk.evaluate(expression, item, type);
        }

        /** Elements in the order of the document; null if the expression is none of ours. */
        private static @Nullable List<Node> find(String expression, Node context) {
            if (UNION.matcher(expression).matches()) {
                return children(context, Set.copyOf(List.of(expression.split("\\|"))));
            }
            if (!PATH.matcher(expression).matches()) {
                return null;
            }
            boolean absolute = expression.startsWith("/");
            List<Node> found = List.of(absolute ? root(context) : context);
            for (String step : (absolute ? expression.substring(1) : expression).split("/")) {
                List<Node> next = new ArrayList<>();
                found.forEach(node -> next.addAll(children(node, Set.of(step))));
                found = next;
            }
            return found;
        }

        private static Node root(Node context) {
            Node root = context;
            for (Node next = root; next != null; next = next.getParentNode()) {
                root = next;
            }
            return root;
        }

        private static List<Node> children(Node parent, Set<String> names) {
            List<Node> found = new ArrayList<>();
            for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
                // a name without a prefix selects elements without a namespace
                if (child.getNodeType() == Node.ELEMENT_NODE
                        && child.getNamespaceURI() == null
                        && names.contains(child.getNodeName())) {
                    found.add(child);
                }
            }
            return found;
        }

        @Override
        public void reset() {
            jdk.reset();
        }

        @Override
        public void setXPathVariableResolver(XPathVariableResolver resolver) {
            jdk.setXPathVariableResolver(resolver);
        }

        @Override
        public XPathVariableResolver getXPathVariableResolver() {
            return jdk.getXPathVariableResolver();
        }

        @Override
        public void setXPathFunctionResolver(XPathFunctionResolver resolver) {
            jdk.setXPathFunctionResolver(resolver);
        }

        @Override
        public XPathFunctionResolver getXPathFunctionResolver() {
            return jdk.getXPathFunctionResolver();
        }

        @Override
        public void setNamespaceContext(NamespaceContext context) {
            jdk.setNamespaceContext(context);
        }

        @Override
        public NamespaceContext getNamespaceContext() {
            return jdk.getNamespaceContext();
        }

        @Override
        public XPathExpression compile(String expression) throws XPathExpressionException {
            return jdk.compile(expression);
        }

        @Override
        public String evaluate(String expression, Object item) throws XPathExpressionException {
            return jdk.evaluate(expression, item);
        }

        @Override
        public Object evaluate(String expression, InputSource source, QName type) throws XPathExpressionException {
            return jdk.evaluate(expression, source, type);
        }

        @Override
        public String evaluate(String expression, InputSource source) throws XPathExpressionException {
            return jdk.evaluate(expression, source);
        }
    }
}
