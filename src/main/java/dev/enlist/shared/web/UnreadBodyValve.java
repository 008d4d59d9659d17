package dev.enlist.shared.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Ends the connection of a request that was refused before its body was read, where the body does not come at once. The
 * server would wait for the rest of it, byte by byte, so as to use the connection again.
 */
class UnreadBodyValve extends ValveBase {

    private static final Set<Integer> REFUSED = Set.of(401, 403, 408, 429);
    private static final long PATIENCE_NANOS = 500_000_000;
    private static final long LOOK_MILLIS = 10;
    private static final int PIECE = 8192;

    UnreadBodyValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (!request.isAsync() && REFUSED.contains(response.getStatus()) && !readRest(request)) {
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** Reads what came already, so that the client reads the answer and not an error of its connection. */
    private static boolean readRest(Request request) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        byte[] piece = new byte[PIECE];
        while (!isRead(request) && System.nanoTime() < end) {
            request.getCoyoteRequest().action(ActionCode.AVAILABLE, Boolean.TRUE);
            if (request.getCoyoteRequest().getAvailable() > 0) {
                InputStream rest = request.getStream();
                if (rest.read(piece) < 0) {
                    return true;
                }
            } else if (!pause()) {
                return false;
            }
        }
        return isRead(request);
    }

    private static boolean isRead(Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return read.get();
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
