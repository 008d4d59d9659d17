package dev.enlist.events.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.enlist.process.Browser;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Patience;
import dev.enlist.support.Together;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import dev.enlist.tenancy.Role;
import jakarta.servlet.Filter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.header.HeaderWriterFilter;

/** The feed as server-sent events. */
@EnlistIT
class EventStreamIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @Autowired
    Worlds worlds;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    @Qualifier("springSecurityFilterChain")
    Filter securityFilters;

    World world;

    private static final String PASSWORD = "a long enough password";

    @BeforeEach
    void aWorkspace() {
        world = worlds.shared(this);
    }

    /** An instance whose event a stream that begins now does not send: it is in the feed already. */
    private String visibleInstance() {
        String instance = world.instance();
        worlds.awaitFeeds();
        return instance;
    }

    @Test
    void aStreamSendsEventsAsInTheFeed() {
        world = worlds.organization();
        String instance = visibleInstance();
        try (Listener listener = listen("/events/stream")) {
            world.approvedEnrollment(instance);
            worlds.awaitFeeds();
            List<String> fed = bodies("/events?perPage=500");
            Patience.until("five events", () -> listener.events.size() == 5);

            assertThat(listener.events.stream().map(Sent::data).map(Json::read))
                    .containsExactlyElementsOf(fed.subList(fed.size() - 5, fed.size()).stream()
                            .map(Json::read)
                            .toList());
            Sent first = listener.events.get(0);
            assertThat(first.id())
                    .isEqualTo(Json.read(first.data()).path("cursor").asText());
            assertThat(first.name()).isEqualTo("dev.enlist.enrollment.created");
            assertThat(listener.type).startsWith("text/event-stream");
            Patience.until("a sign of life", () -> listener.comments.size() > 1);
        }
    }

    @Test
    void aClientThatReconnectsGetsEachEventOnce() {
        String instance = visibleInstance();
        String last;
        try (Listener listener = listen("/events/stream")) {
            world.submittedEnrollment(instance);
            Patience.until("four events", () -> listener.events.size() == 4);
            last = listener.events.get(1).id();
        }
        world.submittedEnrollment(instance);
        worlds.awaitFeeds();
        List<String> expected = bodies("/events?perPage=500&after=" + last);
        assertThat(expected).hasSize(6);
        try (Listener again = listen("/events/stream", "Last-Event-ID", last)) {
            Patience.until("the rest", () -> again.events.size() >= 6);
            world.program();
            Patience.until("what is new", () -> again.events.size() >= 7);

            assertThat(again.events.stream().limit(6).map(Sent::data).map(Json::read))
                    .containsExactlyElementsOf(expected.stream().map(Json::read).toList());
            assertThat(again.events).hasSize(7);
        }
        try (Listener other = listen("/events/stream?after=" + last)) {
            Patience.until("the same", () -> other.events.size() >= 7);
        }
    }

    @Test
    void manyClientsReadTheWholeFeedWhileItGrows() {
        world = worlds.organization();
        String instance = visibleInstance();
        for (int i = 0; i < 100; i++) {
            world.eligibleEnrollment(instance);
        }
        try (Listener one = listen("/events/stream?after=");
                Listener two = listen("/events/stream?after=");
                Listener three = listen("/events/stream?after=&type=enrollment.created")) {
            for (int i = 0; i < 30; i++) {
                world.eligibleEnrollment(instance);
            }
            worlds.awaitFeeds();
            List<String> all = ids("/events");
            Patience.until("all, twice", () -> one.events.size() == all.size() && two.events.size() == all.size());
            Patience.until("those of a kind", () -> three.events.size() == 130);

            assertThat(one.ids()).containsExactlyElementsOf(all);
            assertThat(two.ids()).containsExactlyElementsOf(all);
            assertThat(three.ids()).containsExactlyElementsOf(ids("/events?type=enrollment.created"));
        }
    }

    @Test
    void aStreamThatCannotStartReturnsAProblem() {
        assertThat(world.api()
                        .send("/events/stream?type=X", r -> r.header("Last-Event-ID", "nonsense"))
                        .faults())
                .containsExactlyInAnyOrder("/type", "/Last-Event-ID");
        assertThat(world.api().get("/events/stream?after=1-1").faults()).containsExactly("/after");
    }

    @Test
    void aWorkspaceHasALimitOfStreams() {
        world = worlds.organization();
        List<Listener> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(listen("/events/stream"));
            }
            world.api().get("/events/stream").problem(409, "too-many-streams");
            World other = worlds.stranger();
            open.add(new Listener(other, "/events/stream"));
            // a client that disconnects frees its stream
            open.remove(0).close();
            Patience.until("a free stream", () -> {
                Listener next = new Listener(world, "/events/stream");
                open.add(next);
                return next.status == 200;
            });
        } finally {
            open.forEach(Listener::close);
        }
    }

    @Test
    void aStreamEndsWithTheKey() {
        world = worlds.organization();
        try (Listener listener = listen("/events/stream")) {
            jdbc.sql("update api_key set revoked_at = now() where workspace_id = ?")
                    .param(world.workspace().workspaceId())
                    .update();

            Patience.until("the end", listener.ended::get);
        }
    }

    /** The next heartbeat is 15 s away, and no event arrives. */
    @Test
    void aStreamEndsWithTheSessionAtOnce() {
        String email = worlds.person(world, PASSWORD, Role.ADMINISTRATOR);
        // a workspace keeps one administrator at least
        worlds.person(world, PASSWORD, Role.ADMINISTRATOR);
        endsWhen(
                email,
                browser -> browser.send(browser.request("/logout")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("_csrf="
                                + browser.get("/session").ok().path("csrfToken").asText()))));
        endsWhen(
                email,
                browser -> world.api()
                        .patch(
                                "/users/"
                                        + browser.get("/session")
                                                .ok()
                                                .path("id")
                                                .asText(),
                                Json.object("{\"roles\": [\"viewer\"]}"))
                        .ok());
    }

    private void endsWhen(String email, Consumer<Browser> change) {
        Browser browser = Browser.signedIn(world.api().url(), email, PASSWORD, false);
        try (Listener listener = new Listener(
                new World(world.workspace(), world.api().with("")),
                "/events/stream",
                "Cookie",
                "JSESSIONID=" + browser.cookie("JSESSIONID").orElseThrow())) {
            assertThat(listener.status).isEqualTo(200);
            change.accept(browser);
            Patience.until("the end", listener.ended::get);
        }
    }

    /**
     * The headers must be written before another thread can send. If they were written with the response, the thread of
     * the stream would write them while the thread of the request returns and does the same, and Tomcat's headers are
     * not thread-safe.
     */
    @Test
    void headersAreWrittenBeforeAnotherThreadCanSend() throws Exception {
        FilterChainProxy chains = (FilterChainProxy) securityFilters;
        MockHttpServletRequest asked = new MockHttpServletRequest("GET", "/events/stream");
        Filter headers = chains.getFilterChains().stream()
                .filter(chain -> chain.matches(asked))
                .findFirst()
                .orElseThrow()
                .getFilters()
                .stream()
                .filter(HeaderWriterFilter.class::isInstance)
                .findFirst()
                .orElseThrow();
        MockHttpServletResponse response = new MockHttpServletResponse();
        List<String> seen = new ArrayList<>();

        headers.doFilter(asked, response, (request, wrapped) -> seen.add(response.getHeader("X-Content-Type-Options")));

        assertThat(seen).containsExactly("nosniff");
    }

    /**
     * The thread of a request returns while another thread sends, and that thread may still send when the connection is
     * closed: both must not modify the same response at once.
     */
    @Test
    void endingStreamsInAnyWayCausesNoError() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try {
            List<World> places = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                places.add(worlds.organization());
            }
            Together.at(places.size(), caller -> {
                for (int round = 0; round < 60; round++) {
                    Listener listener = new Listener(places.get(caller), "/events/stream?after=");
                    assertThat(listener.status).isIn(200, 409);
                    listener.close();
                }
                return caller;
            });
            // the server ends the remaining streams
            for (World place : places) {
                jdbc.sql("update api_key set revoked_at = now() where workspace_id = ?")
                        .param(place.workspace().workspaceId())
                        .update();
            }
            try (Listener last = listen("/events/stream")) {
                Patience.until("two signs of life", () -> last.comments.size() > 2);
            }
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list.stream()
                        .filter(event -> event.getThrowableProxy() != null)
                        .map(event ->
                                event.getLoggerName() + ": " + ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .isEmpty();
    }

    private Listener listen(String path, String... headers) {
        Listener listener = new Listener(world, path, headers);
        assertThat(listener.status).isEqualTo(200);
        return listener;
    }

    private List<String> bodies(String path) {
        List<String> bodies = new ArrayList<>();
        world.api().get(path).ok().path("data").forEach(event -> bodies.add(event.toString()));
        return bodies;
    }

    /** All of a feed, page by page. */
    private List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (true) {
            var page = world.api()
                    .get(path + (path.contains("?") ? "&" : "?") + "perPage=500&after=" + after)
                    .ok();
            if (page.path("data").isEmpty()) {
                return ids;
            }
            ids.addAll(page.path("data").findValuesAsText("cursor"));
            after = page.path("next").asText();
        }
    }

    private record Sent(String id, String name, String data) {}

    /** A client that listens until it is closed. */
    private static final class Listener implements AutoCloseable {

        final List<Sent> events = new CopyOnWriteArrayList<>();
        final List<String> comments = new CopyOnWriteArrayList<>();
        final AtomicBoolean ended = new AtomicBoolean();
        final int status;
        final String type;
        private final InputStream stream;

        Listener(World world, String path, String... headers) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(world.api().url() + path)).timeout(Duration.ofSeconds(30));
            if (!world.api().key().isEmpty()) {
                request.header("Authorization", "Bearer " + world.api().key());
            }
            if (headers.length > 0) {
                request.headers(headers);
            }
            try {
                HttpResponse<InputStream> response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
                status = response.statusCode();
                type = response.headers().firstValue("Content-Type").orElse("");
                stream = response.body();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            Thread reader = new Thread(this::read, "listener");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                String id = "";
                String name = "";
                String data = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id:")) {
                        id = line.substring(3);
                    } else if (line.startsWith("event:")) {
                        name = line.substring(6);
                    } else if (line.startsWith("data:")) {
                        data = line.substring(5);
                    } else if (line.startsWith(":")) {
                        comments.add(line);
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        events.add(new Sent(id, name, data));
                        data = "";
                    }
                }
            } catch (IOException e) {
                // closed by the test, or by the server within a line
            }
            ended.set(true);
        }

        List<String> ids() {
            return events.stream().map(Sent::id).toList();
        }

        @Override
        public void close() {
            try {
                stream.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
