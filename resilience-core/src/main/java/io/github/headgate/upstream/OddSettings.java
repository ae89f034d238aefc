package io.github.headgate.upstream;

import io.github.headgate.retry.RetryPolicy;
import java.util.ArrayList;
import java.util.List;

/** Settings that are legal and hardly meant: what each will do, in words for the log. Pure. */
public final class OddSettings {
    private OddSettings() {}

    /** One sentence for each; empty as a rule. */
    public static List<String> of(Upstream upstream) {
        UpstreamPolicy policy = upstream.policy();
        RetryPolicy retry = policy.retry();
        List<String> odd = new ArrayList<>();
        if (!policy.tls().verifyHost()) {
            odd.add("tls.verify-host is false: whoever has any trusted certificate can pose as this upstream");
        }
        if (retry.maxAttempts() > 1 && retry.budgetPercent() == 0 && retry.budgetMinPerSecond() == 0) {
            odd.add("retry.budget-percent and retry.budget-min-per-second are 0: there is never a second attempt,"
                    + " whatever retry.max-attempts says");
        }
        if (retry.maxAttempts() > 1
                && policy.attemptTimeout().compareTo(policy.deadline()) == 0
                && policy.connectTimeout().compareTo(policy.attemptTimeout()) == 0) {
            odd.add("connect-timeout and attempt-timeout are as long as the deadline: an endpoint that does not answer"
                    + " leaves no time for another");
        }
        if (policy.maxConnectionsPerEndpoint() > policy.maxConcurrent()) {
            odd.add("max-connections-per-endpoint is above max-concurrent: so many connections are never used");
        }
        if (policy.maxResponseSize() > 0 && policy.maxResponseSize() < policy.responseBuffer()) {
            odd.add("max-response-size is below response-buffer: no response is ever streamed");
        }
        if (policy.fallback().isCollapsing() && policy.responseBuffer() == 0) {
            odd.add(
                    "fallback.collapse is set and response-buffer is 0: no response is whole before it is passed on, so none"
                            + " is given to another caller");
        }
        return odd;
    }
}
