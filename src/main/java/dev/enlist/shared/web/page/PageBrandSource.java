package dev.enlist.shared.web.page;

import java.util.Locale;
import java.util.Optional;

/** Finds the brand of a page for applicants, in the workspace in scope. Implemented by the module that stores brands. */
public interface PageBrandSource {

    /**
     * The brand of a program instance, else of its organization.
     *
     * @param programInstanceId null for a page of the whole workspace
     * @return empty where neither has a brand
     */
    Optional<PageBrand> of(@org.jspecify.annotations.Nullable String programInstanceId, Locale language);
}
