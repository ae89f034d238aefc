package io.github.headgate.upstream;

/** What becomes of a call while another for the same is under way (RFC 9111 §4), where one response may serve both. */
public enum Collapse {
    /** Each call is made. */
    NONE,
    /** It waits for the response to the other. */
    WAIT,
    /** It gets the stored response at once, if there is one that may be given though stale; otherwise it waits. */
    STALE
}
