package dev.enlist.customer;

/**
 * A fact of a customer in the form in which it is compared: two customers with the same key share the fact.
 *
 * @param digest 22 characters: the fact itself is not stored a second time
 */
record DuplicateKey(Kind kind, String digest) {

    enum Kind {
        PHONE("phone"),
        ADDRESS("address"),
        SERIAL("serial"),
        MAILBOX("mailbox"),
        NAME_PLACE("name-place");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }

        static Kind ofWire(String wire) {
            for (Kind kind : values()) {
                if (kind.wire.equals(wire)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(wire);
        }
    }
}
