package dev.enlist;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the JVM to leave the methods {@link #METHODS} to its first compiler while the node starts. The second one, which
 * makes the code for long runs, would work on them for as long as the start itself takes, and they hardly run afterwards. A
 * method of them that is busy in the start keeps the code of the first compiler; the others become ordinary methods when the
 * start has ended. Nor does the second compiler put them into their callers.
 *
 * <p>By the commands of the JVM that {@code jcmd} has too. A JVM without them starts as it does without this class.
 */
final class StartCompilation {

    /**
     * What makes beans, finds and reads classes, annotations and XML, and parses queries, as the JVM writes classes and methods:
     * most of what the second compiler does in a start. Nothing of it is what a request passes many times.
     */
    static final List<String> METHODS = List.of(
            "com/fasterxml/classmate/*.*",
            "com/sun/org/apache/xerces/*.*",
            "dev/enlist/ClassPathJar.*",
            "dev/enlist/IndexedClassLoader.*",
            "java/lang/Class.annotationData",
            "java/lang/Class.getAnnotation",
            "java/lang/Class.getDeclaredAnnotations",
            "java/lang/Class.getMethodsRecursive",
            "java/lang/invoke/InvokerBytecodeGenerator.*",
            "java/lang/invoke/TypeConvertingMethodAdapter.*",
            "java/lang/reflect/*.declaredAnnotations",
            "java/lang/reflect/*.getAnnotation",
            "java/lang/reflect/*.getDeclaredAnnotations",
            "java/lang/reflect/Method.getDefaultValue",
            "java/lang/reflect/ProxyGenerator*.*",
            "java/net/URL.*",
            "java/util/Spliterator.*",
            "java/util/function/BiPredicate*.*",
            "jdk/internal/jimage/*.*",
            "jdk/internal/module/*.*",
            "jdk/internal/org/objectweb/asm/*.*",
            "net/bytebuddy/*.*",
            "org/antlr/v4/runtime/*.*",
            "org/apache/ibatis/builder/*.*",
            "org/apache/ibatis/parsing/*.*",
            "org/apache/ibatis/scripting/xmltags/XMLScriptBuilder*.*",
            "org/hibernate/boot/*.*",
            "org/hibernate/validator/internal/metadata/*.*",
            "org/hibernate/validator/internal/util/TypeHelper.*",
            "org/springframework/asm/*.*",
            "org/springframework/beans/*.*",
            "org/springframework/boot/*.*",
            "org/springframework/cglib/*.*",
            "org/springframework/context/*.*",
            "org/springframework/core/BridgeMethodResolver.*",
            "org/springframework/core/GenericTypeResolver.*",
            "org/springframework/core/MethodIntrospector*.*",
            "org/springframework/core/ResolvableType*.*",
            "org/springframework/core/SerializableTypeWrapper*.*",
            "org/springframework/core/annotation/*.*",
            "org/springframework/core/env/*.*",
            "org/springframework/core/io/*.*",
            "org/springframework/core/type/*.*",
            "org/springframework/data/*.*",
            "org/springframework/scheduling/annotation/ScheduledAnnotationBeanPostProcessor*.*",
            "org/springframework/transaction/annotation/*.*",
            "org/springframework/transaction/interceptor/AbstractFallbackTransactionAttributeSource.computeTransactionAttribute",
            "org/springframework/transaction/interceptor/TransactionAttributeSourcePointcut*.*",
            "org/springframework/util/ReflectionUtils.*",
            "org/springframework/util/StringUtils.cleanPath",
            "sun/invoke/util/*.*",
            "sun/reflect/annotation/*.*",
            "sun/reflect/generics/*.*");

    private static final Logger LOG = LoggerFactory.getLogger(StartCompilation.class);

    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

    private final FutureTask<Boolean> begun = new FutureTask<>(StartCompilation::begin);

    /** In a thread of its own: the JVM takes a while to make its management. */
    void start() {
        Thread thread = new Thread(begun, "start-compilation");
        thread.setDaemon(true);
        thread.start();
    }

    /** The start has ended. */
    void end() {
        try {
            if (begun.get()) {
                // each takes back one
                command("compilerDirectivesRemove");
                command("compilerDirectivesRemove");
            }
        } catch (ExecutionException | JMException e) {
            // the node works, and only its start took longer, or a few methods stay slow
            LOG.warn("The compilers of the JVM could not be directed during the start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether the JVM knows the command, and has taken what it says. */
    private static boolean begin() throws IOException, JMException {
        Path directives = Files.createTempFile("enlist-start", ".json");
        try {
            Files.writeString(directives, directives());
            return command("compilerDirectivesAdd", directives.toString())
                    .toString()
                    .contains("2 compiler directives added");
        } catch (InstanceNotFoundException another) {
            return false;
        } finally {
            Files.delete(directives);
        }
    }

    /** Of a method that is in two, the first counts. */
    private static String directives() {
        return "[" + directive(METHODS, "Exclude:true") + ","
                + directive(List.of("*.*"), "inline:" + names(METHODS, "-")) + "]";
    }

    private static String directive(List<String> methods, String second) {
        return "{match:" + names(methods, "") + ",c2:{" + second + "}}";
    }

    private static String names(List<String> methods, String sign) {
        return methods.stream().map(method -> '"' + sign + method + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private static Object command(String name, String... arguments) throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .invoke(new ObjectName(COMMANDS), name, new Object[] {arguments}, new String[] {String[].class.getName()
                });
    }
}
