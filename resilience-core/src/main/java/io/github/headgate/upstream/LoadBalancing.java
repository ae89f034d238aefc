package io.github.headgate.upstream;

/** In which order the endpoints of an upstream are asked for a permit. */
public enum LoadBalancing {
    /** The better of two endpoints taken at random, by calls in flight and latency. */
    LEAST_LOADED,
    /** Each in turn. */
    ROUND_ROBIN,
    /** The first in the order of the settings that permits a call. */
    FIRST_AVAILABLE
}
