package io.github.headgate.simulation;

/**
 * How a server is doing. Immutable.
 *
 * @param mode what it does with a connection and a request
 * @param slowness by how much its work takes longer than usual
 * @param flakiness the share of requests that it answers 503 in place of the answer, after the work
 * @param retryAfterSeconds what its fast 503s ask for; 0 for nothing
 */
record Condition(Mode mode, double slowness, double flakiness, int retryAfterSeconds) {
    /** What a server does with a connection and a request. */
    enum Mode {
        /** It works. */
        UP,
        /** Its process is gone: what it worked on is lost, connections are closed, new ones refused. */
        DEAD,
        /** Its machine or the way there is gone: nothing comes back, also not a refusal. */
        BLACKHOLED,
        /** It accepts connections and requests, and never answers. */
        STALLED,
        /** It answers 503 at once. */
        FAILING
    }

    static final Condition UP = new Condition(Mode.UP, 1, 0, 0);
    static final Condition DEAD = new Condition(Mode.DEAD, 1, 0, 0);
    static final Condition BLACKHOLED = new Condition(Mode.BLACKHOLED, 1, 0, 0);
    static final Condition STALLED = new Condition(Mode.STALLED, 1, 0, 0);
    static final Condition FAILING = new Condition(Mode.FAILING, 1, 0, 0);

    static Condition slow(double factor) {
        return new Condition(Mode.UP, factor, 0, 0);
    }

    static Condition flaky(double share) {
        return new Condition(Mode.UP, 1, share, 0);
    }

    static Condition failing(int retryAfterSeconds) {
        return new Condition(Mode.FAILING, 1, 0, retryAfterSeconds);
    }

    /** Whether an answer reaches the gateway. */
    boolean isSilent() {
        return mode == Mode.BLACKHOLED || mode == Mode.STALLED;
    }
}
