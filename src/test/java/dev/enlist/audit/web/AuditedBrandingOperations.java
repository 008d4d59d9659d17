package dev.enlist.audit.web;

import dev.enlist.support.World;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Branding of organizations and instances, with their logos. */
final class AuditedBrandingOperations {

    private static final String LOGO =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 64\"><path d=\"M0 0h240v64z\"/></svg>";

    private AuditedBrandingOperations() {}

    static Stream<AuditedOperation> all() {
        List<AuditedOperation> cases = new ArrayList<>();
        cases.add(new AuditedOperation(
                "PATCH /organizations/{id}/branding",
                w -> "/organizations/" + w.workspace().organizationId() + "/branding",
                w -> "{\"name\": \"City Power\"}",
                "organizationBranding.create",
                "{}",
                "{\"settings\": {\"name\": \"City Power\"}}"));
        cases.add(new AuditedOperation(
                "PATCH /programInstances/{id}/branding",
                w -> "/programInstances/" + w.instance() + "/branding",
                w -> "{\"color\": \"#0b6e4f\"}",
                "instanceBranding.create",
                "{}",
                "{\"settings\": {\"color\": \"#0b6e4f\"}}"));
        cases.add(new AuditedOperation(
                "PUT /organizations/{id}/branding/logo",
                w -> "/organizations/" + w.workspace().organizationId() + "/branding/logo",
                w -> LOGO,
                "organizationBranding.create",
                "{}",
                "{\"logoType\": \"image/svg+xml\", \"logoWidth\": 240}"));
        cases.add(new AuditedOperation(
                "PUT /programInstances/{id}/branding/logo",
                w -> "/programInstances/" + w.instance() + "/branding/logo",
                w -> LOGO,
                "instanceBranding.create",
                "{}",
                "{\"logoType\": \"image/svg+xml\", \"logoWidth\": 240}"));
        cases.add(new AuditedOperation(
                "DELETE /organizations/{id}/branding/logo",
                w -> branded(w, "/organizations/" + w.workspace().organizationId() + "/branding") + "/logo",
                w -> "",
                "organizationBranding.update",
                "{\"logoType\": \"image/svg+xml\"}",
                "{}"));
        cases.add(new AuditedOperation(
                "DELETE /programInstances/{id}/branding/logo",
                w -> branded(w, "/programInstances/" + w.instance() + "/branding") + "/logo",
                w -> "",
                "instanceBranding.update",
                "{\"logoType\": \"image/svg+xml\"}",
                "{}"));
        return cases.stream();
    }

    /** A branding with a logo. */
    private static String branded(World w, String branding) {
        w.api()
                .send(
                        branding + "/logo",
                        request ->
                                request.header("Content-Type", "image/svg+xml").PUT(BodyPublishers.ofString(LOGO)))
                .ok();
        return branding;
    }
}
