package dev.enlist.shared.xml;

import java.util.List;
import java.util.stream.Collectors;

/** A document that is not read: not XML, in no known encoding, or refers to something outside itself. */
public class UnreadableXml extends RuntimeException {

    private final transient List<String> faults;

    /** @param faults at least one; each a sentence that names the place and what to send instead */
    public UnreadableXml(List<String> faults) {
        super(faults.stream().collect(Collectors.joining(" ")));
        this.faults = List.copyOf(faults);
    }

    public UnreadableXml(String fault) {
        this(List.of(fault));
    }

    /** One sentence for each fault. */
    public List<String> faults() {
        return faults;
    }
}
