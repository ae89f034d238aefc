package io.github.headgate.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * A request that holds a place until its response is done. It hears of the end from the moment on at which it becomes asynchronous:
 * later may be too late, when another thread has completed it already.
 */
final class CountedRequest extends HttpServletRequestWrapper {
    private final InFlight.Place place;

    CountedRequest(HttpServletRequest request, InFlight.Place place) {
        super(request);
        this.place = place;
    }

    @Override
    public AsyncContext startAsync() {
        return heard(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return heard(super.startAsync(request, response));
    }

    private AsyncContext heard(AsyncContext async) {
        async.addListener(place);
        place.untilComplete();
        return async;
    }
}
