package io.github.headgate.upstream;

/** Whether, and by which algorithm, the most calls under way follow what the upstream can take. */
public enum AdaptiveLimit {
    /** The limit is {@code max-concurrent}. */
    NONE,
    /** It falls while latency rises above its long-term average: Gradient2 of Netflix concurrency-limits. */
    GRADIENT2,
    /** It keeps the queue at the upstream short, as TCP Vegas does: Vegas of Netflix concurrency-limits. */
    VEGAS
}
