package io.github.headgate.upstream;

/**
 * A named service that we call. Immutable.
 *
 * @param name as the application and the settings call it
 * @param source where its endpoints come from
 * @param policy its settings
 */
public record Upstream(String name, EndpointSource source, UpstreamPolicy policy) {}
