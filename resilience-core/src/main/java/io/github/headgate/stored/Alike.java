package io.github.headgate.stored;

import java.util.List;

/**
 * What requests have in common that one response may serve, as far as can be known before it has come. Immutable.
 *
 * @param method of all of them
 * @param resource host and target
 * @param isPersonal whether they say who asks; a response that is for everybody may serve them all the same
 * @param selecting the values of the fields by which a response is selected
 */
public record Alike(String method, String resource, boolean isPersonal, List<String> selecting) {
    /** Whether this request is for the same resource, by whatever method. */
    public boolean concerns(Exchanged.Asked request) {
        return resource.equals(request.key());
    }
}
