package dev.enlist.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The JDK finds the same elements. */
class ChildXPathFactoryTests {

    private static final String MAPPING = "/org/camunda/bpm/engine/impl/mapping/entity/Task.xml";

    private static final XPath OURS = new ChildXPathFactory().newXPath();
    private static final XPath JDK = XPathFactory.newDefaultInstance().newXPath();

    private static Document mapping;
    private static Document names;

    @BeforeAll
    static void read() throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> new InputSource(InputStream.nullInputStream()));
        try (InputStream content = ChildXPathFactoryTests.class.getResourceAsStream(MAPPING)) {
            mapping = builder.parse(content);
        }
        factory.setNamespaceAware(true);
        names = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader("<root><plain/><named xmlns='urn:a'/><a:named xmlns:a='urn:a'/>"
                        + "<plain xmlns='urn:a'/><other><plain/></other><plain/></root>")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/mapper",
                "/mapper/sql",
                "/mapper/resultMap",
                "/mapper/resultMap/id",
                "/mapper/none/id",
                "select|insert|update|delete",
                "delete|select|delete",
                "resultMap",
                "cache-ref",
                "resultMap/id",
                "/mapper/select/@id",
                "//select",
                "select[@id='selectTask']",
                "string(select/@id)",
                "count(select)",
                "*",
                "."
            })
    void findsWhatTheJdkFinds(String expression) throws Exception {
        List<Node> contexts = new ArrayList<>(List.of(mapping, mapping.getDocumentElement()));
        NodeList children = mapping.getDocumentElement().getChildNodes();
        for (int child = 0; child < 12; child++) {
            contexts.add(children.item(child));
        }
        for (Node context : contexts) {
            for (QName type : List.of(
                    XPathConstants.NODESET, XPathConstants.NODE, XPathConstants.STRING, XPathConstants.BOOLEAN)) {
                assertThat(answer(OURS, expression, context, type))
                        .as("%s of %s as %s", expression, context.getNodeName(), type)
                        .isEqualTo(answer(JDK, expression, context, type));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/root/plain", "/root/named", "named|plain", "/other/plain"})
    void namesWithoutPrefixAreOfNoNamespace(String expression) throws Exception {
        for (Node context : List.of(names, names.getDocumentElement())) {
            assertThat(answer(OURS, expression, context, XPathConstants.NODESET))
                    .isEqualTo(answer(JDK, expression, context, XPathConstants.NODESET));
        }
        assertThat(answer(OURS, "/root/plain", names, XPathConstants.NODESET))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    @Test
    void theMappingHasStatements() throws Exception {
        assertThat(answer(OURS, "select|insert|update|delete", mapping.getDocumentElement(), XPathConstants.NODESET))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSizeGreaterThan(10);
    }

    /** A list of nodes, a value, or the kind of the failure. */
    private static @Nullable Object answer(XPath xpath, String expression, Node context, QName type) {
        try {
            Object found = xpath.evaluate(expression, context, type);
            if (!(found instanceof NodeList nodes) || found instanceof Node) {
                return found;
            }
            List<Node> list = new ArrayList<>();
            for (int node = 0; node < nodes.getLength(); node++) {
                list.add(nodes.item(node));
            }
            return list;
        } catch (XPathExpressionException e) {
            return e.getClass();
        }
    }
}
