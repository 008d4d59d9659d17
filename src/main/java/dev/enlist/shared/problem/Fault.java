package dev.enlist.shared.problem;

/**
 * One thing wrong with what a caller sent. Both members are cut to a bounded length, because both repeat what was sent.
 *
 * @param pointer JSON pointer into the body ({@code /address/state}), or {@code /name} of a query parameter; at most
 *     {@value #MAX_POINTER} characters: of a longer one the place around it
 * @param message what is wrong, for a person; at most {@value #MAX_MESSAGE} characters
 */
public record Fault(String pointer, String message) {

    /**
     * The JSON pointer of a place, by the names of members and the numbers of elements on the way to it. The one place
     * where names as they were sent become pointers.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6901#section-3">RFC 6901, section 3</a>
     */
    public static String pointerTo(Object... steps) {
        StringBuilder pointer = new StringBuilder();
        for (Object step : steps) {
            pointer.append('/').append(step.toString().replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    static final int MAX_POINTER = 500;
    static final int MAX_MESSAGE = 1_000;

    public Fault {
        if (pointer.length() > MAX_POINTER) {
            int lastStep = pointer.lastIndexOf('/', MAX_POINTER);
            pointer = pointer.substring(0, Math.max(0, lastStep));
        }
        if (message.length() > MAX_MESSAGE) {
            int end = MAX_MESSAGE - 1;
            message = message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "…";
        }
    }
}
