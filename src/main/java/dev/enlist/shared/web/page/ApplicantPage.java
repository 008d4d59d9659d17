package dev.enlist.shared.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The model attribute {@code page} of the layout {@code layout/applicant}.
 *
 * @param locale    language of the page
 * @param languages all languages of the page; one where there is no choice
 * @param framed    whether the page is within a page of another site, so that header and footer are left out
 */
public record ApplicantPage(Locale locale, List<Choice> languages, PageBrand brand, boolean framed) {

    /** Name of the model attribute. */
    public static final String ATTRIBUTE = "page";

    /** Languages that are written from right to left. */
    private static final Set<String> RIGHT_TO_LEFT = Set.of(
            "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi", "ji");

    /**
     * A language of the switch.
     *
     * @param name in the language itself
     * @param href the same page in this language
     */
    public record Choice(String tag, String name, String href, boolean current) {}

    /** BCP 47 tag, for the attribute {@code lang}. */
    public String language() {
        return locale.toLanguageTag();
    }

    /** {@code ltr} or {@code rtl}, for the attribute {@code dir}. */
    public String direction() {
        return direction(locale);
    }

    public static String direction(Locale locale) {
        return RIGHT_TO_LEFT.contains(locale.getLanguage()) ? "rtl" : "ltr";
    }
}
