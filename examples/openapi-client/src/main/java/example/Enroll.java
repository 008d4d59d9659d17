package example;

import dev.enlist.client.ApiClient;
import dev.enlist.client.ApiException;
import dev.enlist.client.api.EnrollmentsApi;
import dev.enlist.client.api.ProgramInstancesApi;
import dev.enlist.client.model.Address;
import dev.enlist.client.model.Enrollment;
import dev.enlist.client.model.EnrollmentRequest;
import dev.enlist.client.model.ProgramInstance;
import java.util.List;
import java.util.UUID;

/** Enrolls somebody in the first program instance there is. */
public final class Enroll {

    private Enroll() {}

    public static void main(String[] args) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(System.getenv().getOrDefault("ENLIST_URL", "http://localhost:8080"));
        String key = System.getenv("ENLIST_API_KEY");
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));

        ProgramInstance instance = new ProgramInstancesApi(client)
                .listProgramInstance(null, null, null, null, null, null)
                .getData()
                .get(0);
        EnrollmentRequest somebody = new EnrollmentRequest()
                .identificationType(EnrollmentRequest.IdentificationTypeEnum.CUSTOMER_INFO)
                .firstName("Suzie")
                .lastName("Homeowner")
                .email("suzie." + UUID.randomUUID() + "@example.com")
                .address(new Address()
                        .streetOne("123 Main St")
                        .city("New York")
                        .state("NY")
                        .postalCode("10001")
                        .country("USA"))
                .manufacturerSlugs(List.of("tesla"));
        EnrollmentsApi enrollments = new EnrollmentsApi(client);
        Enrollment enrolled = enrollments.enrollInstanceEnrollment(
                instance.getId(), somebody, UUID.randomUUID().toString());
        Enrollment read = enrollments.readEnrollment(enrolled.getId());
        System.out.printf(
                "%s is %s in %s: %s%n",
                read.getEmail(),
                read.getEligibility().getStatus(),
                instance.getTitle(),
                read.getEligibility().getReason());
    }
}
