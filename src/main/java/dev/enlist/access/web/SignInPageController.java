package dev.enlist.access.web;

import dev.enlist.shared.access.AnyCaller;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of the one sign-in and the one sign-out, for the console, Tasklist, Cockpit and Admin. */
@Controller
@Hidden
class SignInPageController {

    private final ObjectProvider<ClientRegistrationRepository> providers;

    SignInPageController(ObjectProvider<ClientRegistrationRepository> providers) {
        this.providers = providers;
    }

    /** @param target the page to return to; see {@link SignInSuccessHandler} */
    @AnyCaller
    @GetMapping("/login")
    String signIn(
            @RequestParam(name = SignInSuccessHandler.PARAMETER, required = false) @Nullable String target,
            Model model) {
        model.addAttribute("target", SignInSuccessHandler.of(target).orElse(null));
        model.addAttribute("providers", providerNames());
        return "sign-in";
    }

    /** Signing out changes something, so a link leads here and the button of this page does it. */
    @AnyCaller
    @GetMapping("/logout")
    String signOut() {
        return "sign-out";
    }

    /** Paths that begin a sign-in at a provider, with the name of the provider. */
    private Map<String, String> providerNames() {
        Map<String, String> names = new LinkedHashMap<>();
        if (providers.getIfAvailable() instanceof Iterable<?> registrations) {
            for (Object registration : registrations) {
                if (registration instanceof ClientRegistration known) {
                    names.put("/oauth2/authorization/" + known.getRegistrationId(), known.getClientName());
                }
            }
        }
        return names;
    }
}
