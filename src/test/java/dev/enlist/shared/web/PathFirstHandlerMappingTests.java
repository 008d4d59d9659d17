package dev.enlist.shared.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An operation is found by the first segment of its path, where that is no pattern. */
class PathFirstHandlerMappingTests {

    @RestController
    static class Operations {

        @GetMapping("/programs/{id}")
        String program() {
            return "program";
        }

        @GetMapping({"/people", "/customers/{id}"})
        String person() {
            return "person";
        }

        @GetMapping("/{kind}/{id}/history")
        String history() {
            return "history";
        }

        @GetMapping("/f*/{id}")
        String form() {
            return "form";
        }

        @GetMapping("/")
        String root() {
            return "root";
        }
    }

    private final MockMvc operations = MockMvcBuilders.standaloneSetup(new Operations())
            .setCustomHandlerMapping(PathFirstHandlerMapping::new)
            .build();

    @ParameterizedTest
    @CsvSource({
        "/programs/1, program",
        // escapes and parameters are no part of what is compared
        "/progr%61ms/1, program",
        "/programs;version=2/1, program",
        "/people, person",
        "/customers/1, person",
        "/programs/1/history, history",
        "/anything/1/history, history",
        "/forms/1, form",
        "/, root",
    })
    void isFound(URI path, String operation) throws Exception {
        operations.perform(get(path)).andExpect(content().string(operation));
    }

    @Test
    void isNotFoundByAnotherBeginning() throws Exception {
        operations.perform(get("/Programs/1")).andExpect(status().isNotFound());
        operations.perform(get("/programs2/1")).andExpect(status().isNotFound());
    }
}
