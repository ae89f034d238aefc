package io.github.headgate.spring;

import io.github.headgate.servlet.InboundFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code inbound}: how many requests are under way, and, by hand, whether the application is in maintenance. It is
 * there if one of {@code headgate.inbound} is set; what changes something is off as long as {@code management.endpoint.inbound.access} is
 * not {@code unrestricted}. Thread-safe.
 */
@Endpoint(id = "inbound", defaultAccess = Access.READ_ONLY)
public final class InboundEndpoint {
    private final InboundFilter filter;

    InboundEndpoint(InboundFilter filter) {
        this.filter = filter;
    }

    /** What it is like at this moment; a limit of 0 is none. */
    @ReadOperation
    public Map<String, Object> inbound() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("inFlight", filter.inFlight());
        details.put("limit", filter.limit());
        details.put("refused", filter.refused());
        details.put("maintenance", filter.isInMaintenance());
        return details;
    }

    /**
     * Begins or ends maintenance; it lasts while this, or the file of the settings, says so.
     *
     * @return what it is like then
     */
    @WriteOperation
    public Map<String, Object> change(boolean maintenance) {
        filter.maintenance(maintenance);
        return inbound();
    }
}
