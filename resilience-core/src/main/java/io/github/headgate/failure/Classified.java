package io.github.headgate.failure;

/** An exception that knows what kind of failure it is, wherever in a chain of causes it stands. */
public interface Classified {
    /** The kind of failure. */
    FailureType failureType();
}
