package dev.enlist.eligibility.feel;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.Iterator;
import camundajar.impl.scala.jdk.javaapi.CollectionConverters;
import java.util.function.Consumer;
import org.camunda.feel.syntaxtree.JavaFunctionInvocation;

/** Walks what the stock parser makes of a text: its nodes are Scala case classes and collections of them. */
final class SyntaxTree {

    private SyntaxTree() {}

    /**
     * Whether a Java function is called anywhere in it. The stock engine looks for them too, but overlooks
     * those passed as an argument, as in {@code sort(list, function(x, y) external {...})}.
     */
    static boolean callsJava(Object node) {
        if (node instanceof JavaFunctionInvocation) {
            return true;
        }
        Iterator<?> children = scalaChildren(node);
        while (children.hasNext()) {
            if (callsJava(children.next())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a branch of it is longer than so many levels. */
    static boolean isDeeperThan(int levels, Object node) {
        if (levels < 0) {
            return true;
        }
        Iterator<?> children = scalaChildren(node);
        while (children.hasNext()) {
            if (isDeeperThan(levels - 1, children.next())) {
                return true;
            }
        }
        return false;
    }

    /** Hands over every node, parents first. */
    static void visit(Object node, Consumer<Object> visitor) {
        visitor.accept(node);
        children(node).forEachRemaining(child -> visit(child, visitor));
    }

    static java.util.Iterator<?> children(Object node) {
        return CollectionConverters.asJava(scalaChildren(node));
    }

    private static Iterator<?> scalaChildren(Object node) {
        if (node instanceof Iterable<?> nodes) {
            return nodes.iterator();
        }
        return node instanceof Product product ? product.productIterator() : Iterator.empty();
    }
}
