package dev.enlist.bench;

/** Candidates as a file: spread over states, makers and postal codes, so that filters find something. */
final class People {

    private static final String[] MAKERS = {"tesla", "enphase", "ford", "toyota", "honda", "nissan", "kia", "bmw"};
    private static final String[] STATES = {"NY", "NY", "NY", "NY", "NY", "NY", "NY", "NJ", "CA", "TX"};

    private People() {}

    /** All in New York, so that each passes. */
    static String csv(String prefix, int rows) {
        return csv(prefix, 0, rows, false);
    }

    /**
     * @param prefix of each e-mail; a prefix that ends in a number, such as that of a round, makes names and addresses that no
     *               other prefix has, so that no two rounds import the same person
     * @param mixed  whether some live where the rules turn them away
     */
    static String csv(String prefix, int from, int to, boolean mixed) {
        String round = prefix.replaceFirst("^.*?(-?\\d*)$", "$1");
        StringBuilder text = new StringBuilder(200 * (to - from))
                .append("email,firstName,lastName,address.streetOne,address.city,address.state,address.postalCode,")
                .append("address.country,manufacturerSlugs,metadata.monthlyKwh\n");
        for (int n = from; n < to; n++) {
            text.append(prefix).append('-').append(n).append("@example.com,First").append(n % 997);
            text.append(",Last").append(n);
            if (round.isEmpty()) {
                text.append(',').append(n % 400).append(" Main St,Albany,");
            } else {
                text.append('r').append(round).append(',').append(n).append(" Main St ").append(round).append(",Albany,");
            }
            text.append(mixed ? STATES[n % STATES.length] : "NY").append(',');
            text.append(10_001 + n % 1800).append(",USA,").append(MAKERS[n % MAKERS.length]);
            text.append(',').append(100 + n % 900).append('\n');
        }
        return text.toString();
    }
}
