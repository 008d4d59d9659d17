package dev.enlist.search.web;

import dev.enlist.search.SearchResult;
import dev.enlist.search.SearchService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.InvalidInput;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Search")
class SearchController {

    private static final int LONGEST = 200;

    private final SearchService search;

    SearchController(SearchService search) {
        this.search = search;
    }

    @Requires(value = Scope.PROGRAMS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/search")
    @Operation(
            summary = "Search the workspace",
            description =
                    "People by the beginning of a name or e-mail, applications by the application number or at least"
                            + " four characters of its beginning, programs, program instances, campaigns and rule sets by words of"
                            + " their name. At most 6 results of each kind. A kind is left out without the scope that reads it:"
                            + " people:read, enrollments:read, programs:read, campaigns:read, rules:read. A member who is limited to"
                            + " program instances finds people, applications and instances of these.")
    SearchResult search(@Parameter(description = "At most 200 characters", example = "raman") @RequestParam String q) {
        if (q.isBlank() || q.length() > LONGEST || q.indexOf('\0') >= 0) {
            throw new InvalidInput("/q", "must have 1 to " + LONGEST + " characters");
        }
        return search.search(q);
    }
}
