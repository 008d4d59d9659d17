package dev.enlist.console;

import dev.enlist.bulk.Import;
import dev.enlist.bulk.ImportService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The pages of imports. All data and changes go through the API. */
@Controller
@RequestMapping("/console/imports")
class ImportsPageController {

    private final ImportService imports;

    ImportsPageController(ImportService imports) {
        this.imports = imports;
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    String list() {
        return "console/imports";
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.FILTERED)
    @GetMapping("/new")
    String create() {
        return "console/import-new";
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/{id}")
    String show(@PathVariable String id, Model model) {
        Import found = imports.read(id);
        String name = found.fileName() == null ? "Import" : found.fileName();
        model.addAttribute("import", found);
        model.addAttribute("title", found.dryRun() ? "Trial run: " + name : name);
        return "console/import";
    }
}
