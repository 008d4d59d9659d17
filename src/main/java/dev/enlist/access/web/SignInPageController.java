package dev.enlist.access.web;

import dev.enlist.shared.access.AnyCaller;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of the one sign-in and the one sign-out, for the console, Tasklist and Cockpit. */
@Controller
@Hidden
class SignInPageController {

    private final ObjectProvider<ClientRegistrationRepository> providers;

    SignInPageController(ObjectProvider<ClientRegistrationRepository> providers) {
        this.providers = providers;
    }

    /**
     * @param target the page to return to; see {@link SignInSuccessHandler}
     */
    @AnyCaller
    @GetMapping("/login")
    String signIn(
            @RequestParam(name = SignInSuccessHandler.PARAMETER, required = false) @Nullable String target,
            HttpServletRequest request,
            Model model) {
        Optional<String> page = SignInSuccessHandler.of(target);
        SignInSuccessHandler.remember(request, page);
        model.addAttribute("target", page.orElse(null));
        model.addAttribute("page", page.or(() -> requested(request)).orElse(null));
        model.addAttribute("providers", providerNames());
        return "public/sign-in";
    }

    /** Shows the sign-out page. Signing out changes state, so its button sends a POST. */
    @AnyCaller
    @GetMapping("/logout")
    String signOut() {
        return "public/sign-out";
    }

    /** The path of the page that was requested before, and led here. */
    private static Optional<String> requested(HttpServletRequest request) {
        String address = PageRequestCache.address(request);
        return SignInSuccessHandler.of(address == null ? null : address.replaceFirst("[?].*", ""));
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
