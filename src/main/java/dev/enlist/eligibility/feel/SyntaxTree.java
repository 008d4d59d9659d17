package dev.enlist.eligibility.feel;

import static camundajar.impl.scala.jdk.javaapi.CollectionConverters.asJava;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.Iterator;
import camundajar.impl.scala.jdk.javaapi.CollectionConverters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.camunda.feel.syntaxtree.ConstBool;
import org.camunda.feel.syntaxtree.ConstDate;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.ConstString;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.If;
import org.camunda.feel.syntaxtree.JavaFunctionInvocation;
import org.camunda.feel.syntaxtree.PathExpression;
import org.camunda.feel.syntaxtree.QualifiedFunctionInvocation;
import org.camunda.feel.syntaxtree.Ref;

/** Traverses the syntax tree of the stock parser, whose nodes are Scala case classes and collections of them. */
final class SyntaxTree {

    private SyntaxTree() {}

    /**
     * Whether the tree contains a call of a Java function. The stock engine searches for such calls too, but overlooks
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

    /** Whether the tree is deeper than this number of levels. */
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

    /** Passes every node to the consumer, parents first. */
    static void visit(Object node, Consumer<Object> consumer) {
        consumer.accept(node);
        children(node).forEachRemaining(child -> visit(child, consumer));
    }

    static java.util.Iterator<?> children(Object node) {
        return CollectionConverters.asJava(scalaChildren(node));
    }

    /** Every reference, comparison and call in the tree. */
    static FeelReferences facts(Object node) {
        FeelReferences facts = new FeelReferences(
                true, new LinkedHashSet<>(), new LinkedHashSet<>(), new HashSet<>(), new HashSet<>());
        gather(node, facts);
        return facts;
    }

    private static void gather(Object node, FeelReferences facts) {
        if (node instanceof Ref reference) {
            facts.references().add(List.copyOf(asJava(reference.names())));
            return;
        }
        if (node instanceof PathExpression path && path.path() instanceof Ref reference) {
            List<String> names = new ArrayList<>(asJava(reference.names()));
            names.add(path.key());
            facts.references().add(List.copyOf(names));
            return;
        }
        if (node instanceof If choice) {
            gather(choice.condition(), facts);
            answer(choice.statement(), facts);
            answer(choice.elseStatement(), facts);
            return;
        }
        if (node instanceof FunctionInvocation call) {
            facts.functions().add(call.function());
        }
        if (node instanceof QualifiedFunctionInvocation call) {
            facts.functions().add(call.function());
        }
        constant(node).ifPresent(facts.constants()::add);
        children(node).forEachRemaining(child -> gather(child, facts));
    }

    private static void answer(Object branch, FeelReferences facts) {
        if (branch instanceof ConstString text) {
            facts.labels().add(text.value());
        } else {
            gather(branch, facts);
        }
    }

    private static Optional<Object> constant(Object node) {
        if (node instanceof ConstString text) {
            return Optional.of(text.value());
        }
        if (node instanceof ConstNumber number) {
            return Optional.of(number.value().bigDecimal());
        }
        if (node instanceof ConstBool truth) {
            return Optional.of(truth.value());
        }
        return node instanceof ConstDate date ? Optional.of(date.value()) : Optional.empty();
    }

    private static Iterator<?> scalaChildren(Object node) {
        if (node instanceof Iterable<?> nodes) {
            return nodes.iterator();
        }
        return node instanceof Product product ? product.productIterator() : Iterator.empty();
    }
}
