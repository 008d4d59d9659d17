package dev.enlist.bench.stock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Baseline (b): the engine as it comes, behind its own REST interface. Nothing is set that it does not set itself. */
@SpringBootApplication
public class StockEngine {

    public static void main(String[] args) {
        SpringApplication.run(StockEngine.class, args);
    }
}
