package dev.enlist.shared.web;

import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;

/** Puts the version into links to assets. Modules import each other by relative paths, so they stay in the same version. */
class AssetLinkBuilder extends StandardLinkBuilder {

    private final String segment;

    AssetLinkBuilder(AssetVersion version) {
        this.segment = version.segment() + "/";
    }

    @Override
    protected String processLink(IExpressionContext context, String link) {
        // not the directory of the same name in a library
        boolean asset = link.startsWith(AssetConfiguration.ASSETS);
        return super.processLink(
                context,
                asset
                        ? AssetConfiguration.ASSETS + segment + link.substring(AssetConfiguration.ASSETS.length())
                        : link);
    }
}
