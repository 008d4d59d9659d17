package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A node that stops, on a server of its own with nothing but the drain. */
class ShutdownDrainTests {

    private static final CountDownLatch SLOW_BEGAN = new CountDownLatch(1);

    @Configuration
    @ImportAutoConfiguration({
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ApplicationAvailabilityAutoConfiguration.class
    })
    @Import({ShutdownDrain.class, Paths.class})
    static class Server {}

    @RestController
    static class Paths {

        @GetMapping("/quick")
        String quick() {
            return "quick";
        }

        @GetMapping("/slow")
        String slow() throws InterruptedException {
            SLOW_BEGAN.countDown();
            Thread.sleep(1_500);
            return "slow";
        }
    }

    @Test
    void requestsOfTheGracePeriodAreServedAndThoseUnderWayEnd() throws Exception {
        ConfigurableApplicationContext node = new SpringApplicationBuilder(Server.class)
                .properties(
                        "server.port=0",
                        "server.shutdown=graceful",
                        "spring.config.location=optional:classpath:/none/",
                        "enlist.shutdown.grace=1s")
                .run();
        String url = "http://localhost:" + node.getEnvironment().getProperty("local.server.port");
        ApplicationAvailability availability = node.getBean(ApplicationAvailability.class);
        HttpClient client = HttpClient.newHttpClient();
        assertThat(get(client, url + "/quick").headers().firstValue("Connection"))
                .isEmpty();
        CompletableFuture<HttpResponse<String>> slow = client.sendAsync(
                HttpRequest.newBuilder(URI.create(url + "/slow")).build(), BodyHandlers.ofString());
        assertThat(SLOW_BEGAN.await(10, TimeUnit.SECONDS)).isTrue();

        long begin = System.nanoTime();
        CompletableFuture<Void> stop = CompletableFuture.runAsync(node::close);
        int served = 0;
        while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(700)) {
            HttpResponse<String> reply = get(client, url + "/quick");
            assertThat(reply.body()).isEqualTo("quick");
            if (availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC
                    && reply.headers().firstValue("Connection").equals(Optional.of("close"))) {
                served++;
            }
        }
        assertThat(served).isPositive();
        assertThat(slow.get(20, TimeUnit.SECONDS).body()).isEqualTo("slow");
        stop.get(20, TimeUnit.SECONDS);
        assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.SECONDS.toNanos(1));
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }
}
