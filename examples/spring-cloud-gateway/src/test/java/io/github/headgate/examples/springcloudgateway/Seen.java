package io.github.headgate.examples.springcloudgateway;

import io.github.headgate.testing.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer in the words of the report. Pure. */
final class Seen {
    private static final Pattern ERROR = Pattern.compile("error=([a-z_]+)");

    private Seen() {}

    /** Status and failure type, as of {@link Expectation#toString()}. */
    static String throughHeadgate(FaultCase fault, RawAnswer answer) {
        String seen = alone(fault, answer);
        Matcher error = ERROR.matcher(String.join(", ", answer.headers("Proxy-Status")));
        return error.find() ? seen + " `" + error.group(1) + "`" : seen;
    }

    /** The status, and what is wrong with it. */
    static String alone(FaultCase fault, RawAnswer answer) {
        String status = answer.status() == 0 ? "" : answer.status() + ", ";
        if (!answer.hasEnded()) {
            return status + "hangs > " + FaultGateway.PATIENCE.toSeconds() + " s";
        }
        if (answer.status() == 0) {
            return "connection broken";
        }
        if (answer.text().contains(Fault.UNASKED_BODY)) {
            return status + "with bytes of another answer";
        }
        if (!fault.method().equals("HEAD") && !answer.isWhole()) {
            return status + "broken";
        }
        boolean isCut = fault.fault().cutsBody() && answer.status() == 200;
        return isCut ? status + "**taken for whole**" : String.valueOf(answer.status());
    }
}
