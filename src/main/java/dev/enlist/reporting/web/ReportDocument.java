package dev.enlist.reporting.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Documents the error responses of reports, which are neither lists nor single resources but take filters. */
@Configuration
class ReportDocument {

    @Bean
    OperationCustomizer refusalsOfReports() {
        return (operation, method) -> {
            if (method.getBeanType().getPackageName().equals(ReportDocument.class.getPackageName())) {
                refusal(operation, "400", "Something is wrong with the filters; every fault is listed");
                refusal(operation, "404", "There is no such instance, campaign or program in this workspace");
                refusal(operation, "406", "There is JSON and CSV, and nothing else");
            }
            return operation;
        };
    }

    private static void refusal(Operation operation, String status, String description) {
        operation
                .getResponses()
                .addApiResponse(
                        status,
                        new ApiResponse()
                                .description(description)
                                .content(new Content()
                                        .addMediaType(
                                                "application/problem+json",
                                                new MediaType()
                                                        .schema(new Schema<>().$ref("#/components/schemas/Problem")))));
    }
}
