package dev.enlist.shared.web;

import dev.enlist.shared.EntityTags;
import java.net.URI;
import org.springframework.http.ResponseEntity;

/** Answers with a single resource and its entity tag. */
public final class TaggedResponse {

    private TaggedResponse() {}

    /** 200 with the resource and its tag. */
    public static <T> ResponseEntity<T> ok(T body, int version) {
        return ResponseEntity.ok().eTag(EntityTags.of(version)).body(body);
    }

    /** 201 with the resource, its tag and its path. */
    public static <T> ResponseEntity<T> created(String path, T body, int version) {
        return ResponseEntity.created(URI.create(path))
                .eTag(EntityTags.of(version))
                .body(body);
    }

    /** 200 with the resource and the tag of what a caller may change of it. */
    public static <T> ResponseEntity<T> ok(T body, Record changeable) {
        return ResponseEntity.ok().eTag(EntityTags.ofContent(changeable)).body(body);
    }
}
