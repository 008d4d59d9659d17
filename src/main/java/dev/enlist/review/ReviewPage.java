package dev.enlist.review;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param next position of the last review, after which the following page begins; null on the last page */
public record ReviewPage(List<ReviewItem> items, @Nullable ReviewCursor next) {}
