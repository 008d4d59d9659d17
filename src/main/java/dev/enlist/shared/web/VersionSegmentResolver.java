package dev.enlist.shared.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/** Finds an asset below the version of another node: a page and its assets come from two nodes during an upgrade. */
class VersionSegmentResolver implements ResourceResolver {

    @Override
    public @Nullable Resource resolveResource(
            @Nullable HttpServletRequest request,
            String path,
            List<? extends Resource> locations,
            ResourceResolverChain chain) {
        return chain.resolveResource(request, path.substring(path.indexOf('/') + 1), locations);
    }

    @Override
    public @Nullable String resolveUrlPath(
            String path, List<? extends Resource> locations, ResourceResolverChain chain) {
        int after = path.indexOf('/') + 1;
        String found = chain.resolveUrlPath(path.substring(after), locations);
        return found == null ? null : path.substring(0, after) + found;
    }
}
