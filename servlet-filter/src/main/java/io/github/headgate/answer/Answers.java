package io.github.headgate.answer;

import static java.util.Objects.requireNonNull;

import io.github.headgate.failure.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the answer to the caller out of a fault. Thread-safe. */
public final class Answers {
    private final AnswerSettings settings;
    private final InstantSource clock;

    /**
     * @param settings our name, what we tell, the statuses
     * @param clock the time that the answer carries
     */
    public Answers(AnswerSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The answer to this request. */
    public Answer to(CallerRequest request, Fault fault) {
        Report report = report(request, fault);
        BodyFormat format = Accept.preferred(request.accept());
        String text =
                switch (format) {
                    case PROBLEM_JSON -> ProblemJson.write(report);
                    case HTML -> HtmlPage.write(report);
                    case TEXT -> PlainText.write(report);
                };
        return new Answer(report.status(), headers(report, format), format.contentType(), text);
    }

    /**
     * What is answered in place of the plain answer; null for nothing.
     *
     * @param path of the request, without that of the web application
     */
    public @Nullable Fallback fallback(String path, Fault fault) {
        FailureType type = fault.type();
        if (type == null || settings.fallbacks().isEmpty()) {
            return null;
        }
        int status = status(fault);
        return settings.fallbacks().stream()
                .filter(fallback -> fallback.matches(path, fault.upstream(), type, status))
                .findFirst()
                .orElse(null);
    }

    private Report report(CallerRequest request, Fault fault) {
        int status = status(fault);
        FailureType type = fault.type();
        Long retryAfter = status == 503 || type == null ? seconds(fault.retryAfter()) : null;
        Outlook outlook = type == null ? Outlook.ofReceived(status) : Outlook.of(type, status);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Report(
                status,
                type,
                fault.title(),
                (type == null ? "The upstream itself answered with this status. " : "") + outlook.sentence(),
                Advice.of(fault, outlook, request.method(), retryAfter),
                fault.upstream(),
                request.path(),
                request.requestId(),
                request.traceId(),
                now,
                retryAfter,
                request.method().equals("GET") || request.method().equals("HEAD"),
                settings.exposeDetails() ? fault.details() : null,
                fault.headers());
    }

    private int status(Fault fault) {
        FailureType type = fault.type();
        Integer ownStatus = fault.status();
        return type != null && ownStatus == null ? settings.status(type) : requireNonNull(ownStatus);
    }

    /* RFC 9110 §10.2.3 knows whole seconds only, and "0" would invite a caller who comes too early. */
    private static @Nullable Long seconds(@Nullable Duration wait) {
        return wait == null ? null : Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    private List<Header> headers(Report report, BodyFormat format) {
        List<Header> headers = new ArrayList<>(report.headers());
        headers.add(new Header(ProxyStatus.HEADER, proxyStatus(report)));
        headers.add(new Header("Cache-Control", "no-store"));
        headers.add(new Header("Vary", "Accept"));
        headers.add(new Header("X-Content-Type-Options", "nosniff"));
        if (format == BodyFormat.HTML) {
            headers.add(HtmlPage.POLICY);
        }
        if (report.retryAfter() != null) {
            headers.add(new Header("Retry-After", report.retryAfter().toString()));
        }
        headers.add(new Header(RequestIds.HEADER, report.requestId()));
        return headers;
    }

    private String proxyStatus(Report report) {
        FailureType error = report.error();
        return error == null
                ? ProxyStatus.received(settings.name(), report.status())
                : ProxyStatus.generated(settings.name(), error, report.upstream(), report.details());
    }
}
