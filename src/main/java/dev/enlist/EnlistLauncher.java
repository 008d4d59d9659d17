package dev.enlist;

import java.lang.reflect.Method;
import java.net.URLClassLoader;

/**
 * Starts {@link EnlistApplication}. Within {@code enlist.jar} its classes come from a class loader that knows which of the
 * nested jars has which package; see docs/decisions/0123-start.md.
 */
public final class EnlistLauncher {

    private static final String APPLICATION = "dev.enlist.EnlistApplication";

    private EnlistLauncher() {}

    public static void main(String[] args) throws Exception {
        ClassLoader classes = EnlistLauncher.class.getClassLoader();
        // that of Spring Boot for nested jars; unpacked, and in spring-boot:run, there are none
        if (classes instanceof URLClassLoader nested && IndexedClassLoader.canRead(nested.getURLs())) {
            classes = new IndexedClassLoader(nested.getURLs(), nested.getParent());
            Thread.currentThread().setContextClassLoader(classes);
        }
        Method main = Class.forName(APPLICATION, false, classes).getMethod("main", String[].class);
        main.invoke(null, (Object) args);
    }
}
