package dev.enlist.setup;

import dev.enlist.customer.Address;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Invents applicants, with names from all over the world and e-mail addresses of a reserved domain (RFC 2606). The same seed
 * gives the same people.
 */
final class DemoPeople {

    /** First and last names of the same origin. */
    private record Names(List<String> first, List<String> last) {}

    private record Place(String city, String state, String postalCode) {}

    private static final List<Names> NAMES = List.of(
            new Names(
                    List.of("Amara", "Chidi", "Ngozi", "Femi", "Zainab", "Kofi", "Abena", "Tendai", "Wanjiru", "Sipho"),
                    List.of("Okafor", "Adeyemi", "Mensah", "Boateng", "Moyo", "Kamau", "Dlamini", "Diallo", "Nkosi")),
            new Names(
                    List.of(
                            "Priya", "Arjun", "Meera", "Rohan", "Ananya", "Imran", "Fatima", "Sanjay", "Lakshmi",
                            "Asif"),
                    List.of("Raman", "Sharma", "Patel", "Iyer", "Khan", "Das", "Banerjee", "Gill", "Rahman", "Perera")),
            new Names(
                    List.of("Mei", "Wei", "Hana", "Kenji", "Minh", "Linh", "Jisoo", "Daniel", "Yuki", "Xin"),
                    List.of("Chen", "Wang", "Tanaka", "Nguyễn", "Park", "Kim", "Sato", "Lim", "Zhang", "Watanabe")),
            new Names(
                    List.of(
                            "María",
                            "José",
                            "Lucía",
                            "Diego",
                            "Valentina",
                            "Mateo",
                            "Camila",
                            "Andrés",
                            "Inés",
                            "Tomás"),
                    List.of("García", "Hernández", "Ortega", "Ramos", "Silva", "Souza", "Castillo", "Peña", "Cruz")),
            new Names(
                    List.of("Łukasz", "Agnieszka", "Elena", "Dmitri", "Ivana", "Milan", "Zsófia", "Tereza", "Andrei"),
                    List.of("Nowak", "Kowalska", "Petrova", "Horvat", "Kovács", "Dvořák", "Ionescu", "Marinov")),
            new Names(
                    List.of(
                            "Hannah", "Owen", "Grace", "Samuel", "Maya", "Julia", "Ben", "Ruth", "Marcus", "Zoë",
                            "Seán"),
                    List.of("Weiss", "Brandt", "Johnson", "Carter", "Hill", "O’Brien", "Fischer", "Dubois", "Novak")),
            new Names(
                    List.of("Noor", "Yusuf", "Layla", "Omar", "Miriam", "Ezra", "Leila", "Reza", "Ayşe", "Emre"),
                    List.of("Haddad", "Mansour", "Levin", "Cohen", "Yılmaz", "Farahani", "Najjar", "Aydın", "Abrams")));

    private static final List<Place> NEW_YORK = List.of(
            new Place("New York", "NY", "10001"),
            new Place("Brooklyn", "NY", "11201"),
            new Place("Queens", "NY", "11373"),
            new Place("Bronx", "NY", "10467"),
            new Place("Staten Island", "NY", "10301"),
            new Place("Yonkers", "NY", "10701"),
            new Place("Rochester", "NY", "14607"),
            new Place("Albany", "NY", "12207"),
            new Place("Buffalo", "NY", "14202"),
            new Place("Syracuse", "NY", "13202"));

    private static final List<Place> ELSEWHERE = List.of(
            new Place("Hoboken", "NJ", "07030"),
            new Place("Newark", "NJ", "07102"),
            new Place("New Haven", "CT", "06510"),
            new Place("Stamford", "CT", "06901"),
            new Place("Philadelphia", "PA", "19103"),
            new Place("Cambridge", "MA", "02139"));

    private static final List<Place> COUNTRY = List.of(
            new Place("Chicago", "IL", "60601"),
            new Place("Houston", "TX", "77002"),
            new Place("Phoenix", "AZ", "85004"),
            new Place("Oakland", "CA", "94607"),
            new Place("Seattle", "WA", "98101"),
            new Place("Denver", "CO", "80202"),
            new Place("Atlanta", "GA", "30303"),
            new Place("New York", "NY", "10025"));

    private static final List<String> STREETS =
            List.of("Oak Street", "Maple Avenue", "Broadway", "Park Place", "Elm Street", "Hill Road", "River Lane");

    private final Random random;
    private int number;

    /** @param number the people of this instance have the numbers that follow it */
    DemoPeople(Random random, int number) {
        this.random = random;
        this.number = number;
    }

    /** A person in New York; one in {@code outside} lives in a neighbouring state. */
    NewEnrollment newYorker(int outside, List<String> makers, List<String> tags, Map<String, Object> metadata) {
        return person(pick(random.nextInt(outside) == 0 ? ELSEWHERE : NEW_YORK), makers, tags, metadata);
    }

    /** A person anywhere in the country. */
    NewEnrollment anywhere(List<String> tags, Map<String, Object> metadata) {
        return person(pick(COUNTRY), List.of(), tags, metadata);
    }

    /** The same person with another e-mail address, as if they applied a second time. */
    NewEnrollment again(NewEnrollment person) {
        number++;
        return new NewEnrollment(
                IdentificationType.CUSTOMER_INFO,
                null,
                null,
                null,
                person.firstName(),
                person.lastName(),
                email(String.valueOf(person.lastName()), String.valueOf(person.firstName())),
                person.phone(),
                person.address(),
                person.manufacturerSlugs(),
                null,
                null,
                null,
                person.tags(),
                person.metadata());
    }

    private NewEnrollment person(Place place, List<String> makers, List<String> tags, Map<String, Object> metadata) {
        Names names = pick(NAMES);
        String first = pick(names.first());
        String last = pick(names.last());
        number++;
        return new NewEnrollment(
                IdentificationType.CUSTOMER_INFO,
                null,
                null,
                null,
                first,
                last,
                email(first, last),
                // numbers that are reserved for fiction
                "+1 202 555 %04d".formatted(number % 10_000),
                new Address(
                        (number + 10) + " " + pick(STREETS),
                        null,
                        place.city(),
                        place.state(),
                        place.postalCode(),
                        "US"),
                makers,
                null,
                null,
                null,
                tags,
                metadata);
    }

    private String email(String one, String other) {
        return plain(one + "." + other) + "." + number + "@example.com";
    }

    /** A name in lower case without accents, as people write it in an e-mail address. */
    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replace('ł', 'l')
                .replace('Ł', 'L')
                .replace('ı', 'i')
                .replaceAll("[^A-Za-z.]", "")
                .toLowerCase(Locale.ROOT);
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
