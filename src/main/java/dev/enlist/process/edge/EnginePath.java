package dev.enlist.process.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * A normalized path: decoded repeatedly, without path parameters, empty segments and dot segments, in lower case. A
 * check of this path holds for every spelling, because containers, filters and Jersey parse paths differently.
 */
record EnginePath(List<String> steps) {

    private static final String ENGINE = "camunda";
    private static final String SETUP = "setup";
    private static final int MOST_ENCODED = 5;

    static EnginePath of(HttpServletRequest request) {
        return of(request.getRequestURI());
    }

    static EnginePath of(String uri) {
        Deque<String> steps = new ArrayDeque<>();
        for (String step : decoded(uri).replace('\\', '/').split("/")) {
            String name = withoutParameters(step).strip().toLowerCase(Locale.ROOT);
            if (name.equals("..")) {
                steps.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                steps.addLast(name);
            }
        }
        return new EnginePath(List.copyOf(steps));
    }

    boolean isOfEngine() {
        return !steps.isEmpty() && steps.get(0).equals(ENGINE);
    }

    boolean isSetup() {
        return isOfEngine() && steps.contains(SETUP);
    }

    private static String withoutParameters(String step) {
        int parameters = step.indexOf(';');
        return parameters < 0 ? step : step.substring(0, parameters);
    }

    private static String decoded(String uri) {
        String path = uri;
        for (int times = 0; times < MOST_ENCODED && path.indexOf('%') >= 0; times++) {
            try {
                // in a path a plus sign is literal
                path = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                // a percent sign that encodes nothing
                return path;
            }
        }
        return path;
    }
}
