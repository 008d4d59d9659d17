package dev.enlist.shared.web.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose page an applicant sees: what the layout shows of the organization or the program instance.
 *
 * @param name       of the organization, in the header and behind the title
 * @param logo       path of an image on this host, shown instead of the name; null for none
 * @param styleSheet path of a style sheet on this host that sets the colour tokens; null for the colours of Enlist
 * @param contact    a mailbox, a telephone number or the address of a page; null for none
 * @param privacy    address of the privacy notice; null for none
 * @param links      further links of the footer, in their order
 */
public record PageBrand(
        String name,
        @Nullable String logo,
        @Nullable String styleSheet,
        @Nullable String contact,
        @Nullable String privacy,
        List<Link> links) {

    /** A link of the footer. */
    public record Link(String text, String href) {}

    public PageBrand {
        links = List.copyOf(links);
    }

    /** A brand of a name only. */
    public static PageBrand named(String name) {
        return new PageBrand(name, null, null, null, null, List.of());
    }

    /** Address that a link to the contact opens; null where the contact is a text that is no address. */
    public @Nullable String contactHref() {
        if (contact == null) {
            return null;
        }
        if (contact.startsWith("https://") || contact.startsWith("http://")) {
            return contact;
        }
        if (contact.indexOf('@') > 0) {
            return "mailto:" + contact;
        }
        return contact.matches("[+]?[0-9 ()./-]{5,}") ? "tel:" + contact.replaceAll("[^+0-9]", "") : null;
    }
}
