import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the request {@code verify-account} of a workflow: an account number is found if it has eight digits. Run it with
 * {@code java Worker.java}; several may run at once, and each may be stopped at any moment.
 *
 * <p>Settings by environment variables: {@code ENLIST_URL} (http://localhost:8080), {@code ENLIST_KEY} (a key with the scope
 * workflowTasks:work), {@code TOPIC} (verify-account), {@code ACCOUNT} (the variable with the account number,
 * metadata.utilityAccount), {@code RESULT} (the declared result, found).
 */
public final class Worker {

    private static final String URL = setting("ENLIST_URL", "http://localhost:8080");
    private static final String KEY = setting("ENLIST_KEY", "");
    private static final String TOPIC = setting("TOPIC", "verify-account");
    private static final String ACCOUNT = setting("ACCOUNT", "metadata.utilityAccount");
    private static final String RESULT = setting("RESULT", "found");

    /** The lock belongs to this name, so each process has its own. */
    private static final String WORKER = "account-worker-" + UUID.randomUUID();

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    public static void main(String[] arguments) throws InterruptedException {
        if (KEY.isEmpty()) {
            System.err.println("Set ENLIST_KEY to a key with the scope workflowTasks:work.");
            System.exit(2);
        }
        new Worker().run();
    }

    private void run() throws InterruptedException {
        System.out.println(WORKER + " waits for requests of " + TOPIC);
        while (true) {
            try {
                // one task at a time keeps this example free of a JSON library; a real worker fetches more
                String answer = post("/workflowTasks/fetchAndLock", """
                        {"workerId": "%s", "maxTasks": 1, "asyncResponseTimeout": 30000,
                         "topics": [{"topic": "%s", "lockDuration": 60000, "variables": ["%s"]}]}
                        """.formatted(WORKER, TOPIC, ACCOUNT));
                String id = text(answer, "id");
                if (id != null) {
                    work(id, text(answer, ACCOUNT));
                }
            } catch (IOException e) {
                System.err.println("Enlist cannot be reached or refused a call, next attempt in 5 seconds: " + e.getMessage());
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private void work(String id, String account) throws IOException, InterruptedException {
        try {
            boolean found = isKnown(account);
            post("/workflowTasks/" + id + "/complete", """
                    {"workerId": "%s", "variables": {"%s": %s}}
                    """.formatted(WORKER, RESULT, found));
            System.out.println(id + ": " + (found ? "found" : "not found"));
        } catch (IllegalStateException e) {
            // tried again after the retryAfter of the step; without retries it becomes an incident
            post("/workflowTasks/" + id + "/fail", """
                    {"workerId": "%s", "errorMessage": "The account system does not answer"}
                    """.formatted(WORKER));
        } catch (LockLost e) {
            // the lock ended, or the process went on without an answer: nothing is left to do
            System.out.println(id + ": " + e.getMessage());
        }
    }

    /**
     * Call the real account system here.
     *
     * @throws IllegalStateException if that system does not answer
     */
    private static boolean isKnown(String account) {
        return account != null && account.matches("\\d{8}");
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL + path))
                .timeout(Duration.ofSeconds(45))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 409) {
            throw new LockLost(text(response.body(), "code"));
        }
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** The first text with this name in a JSON document; null if there is none. */
    private static String text(String json, String name) {
        Matcher value = Pattern.compile('"' + Pattern.quote(name) + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return value.find() ? value.group(1) : null;
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static final class LockLost extends RuntimeException {

        LockLost(String code) {
            super(code);
        }
    }
}
