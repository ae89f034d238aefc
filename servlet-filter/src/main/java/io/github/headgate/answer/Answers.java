package io.github.headgate.answer;

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
        return new Answer(report.status(), headers(report), format.contentType(), text);
    }

    private Report report(CallerRequest request, Fault fault) {
        Integer ownStatus = fault.status();
        int status = ownStatus == null ? settings.status(fault.type()) : ownStatus;
        Long retryAfter = status == 503 ? seconds(fault.retryAfter()) : null;
        Outlook outlook = Outlook.of(fault.type());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Report(
                status,
                fault.type(),
                fault.title(),
                outlook.sentence(),
                Advice.of(fault, outlook, request.method(), retryAfter),
                fault.upstream(),
                request.path(),
                request.requestId(),
                now,
                retryAfter,
                request.method().equals("GET") || request.method().equals("HEAD"),
                settings.exposeDetails() ? fault.details() : null);
    }

    /* RFC 9110 §10.2.3 knows whole seconds only, and "0" would invite a caller who comes too early. */
    private static @Nullable Long seconds(@Nullable Duration wait) {
        return wait == null ? null : Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    private List<Header> headers(Report report) {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header(
                ProxyStatus.HEADER,
                ProxyStatus.generated(settings.name(), report.error(), report.upstream(), report.details())));
        headers.add(new Header("Cache-Control", "no-store"));
        headers.add(new Header("Vary", "Accept"));
        if (report.retryAfter() != null) {
            headers.add(new Header("Retry-After", report.retryAfter().toString()));
        }
        headers.add(new Header(RequestIds.HEADER, report.requestId()));
        return headers;
    }
}
