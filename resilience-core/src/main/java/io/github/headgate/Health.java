package io.github.headgate;

/** What health checks have found out about an endpoint. */
public enum Health {
    /** It is not checked. */
    UNCHECKED,
    /** It is to be checked and was not yet: it is used only where no other permits. */
    UNKNOWN,
    /** Its checks pass. */
    HEALTHY,
    /** Its checks fail, and it is used all the same: checks only observe, or too many others are out. */
    FAILING,
    /** Its checks fail: it is used only where no other permits. */
    UNHEALTHY;

    /** Whether an endpoint of this health is left out as long as there is another. */
    boolean isOut() {
        return this == UNKNOWN || this == UNHEALTHY;
    }
}
