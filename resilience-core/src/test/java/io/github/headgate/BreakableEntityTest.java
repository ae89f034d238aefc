package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.io.IOCallback;
import org.junit.jupiter.api.Test;

class BreakableEntityTest {
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void closesTheConnectionBeforeTheFailureLeavesIt() {
        HttpEntity body = breakable(out -> {
            throw new CallerException(new IOException("the caller broke off"));
        });

        assertThatThrownBy(() -> body.writeTo(OutputStream.nullOutputStream())).isInstanceOf(CallerException.class);
        assertThat(closed).hasValue(1);
    }

    @Test
    void closesItForAFaultInTheBodyToo() {
        HttpEntity body = breakable(out -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> body.writeTo(OutputStream.nullOutputStream())).hasMessage("a bug");
        assertThat(closed).hasValue(1);
    }

    /* The endpoint may have answered before it stopped reading, and that answer is still to be read. */
    @Test
    void leavesAConnectionThatFailsByItself() {
        HttpEntity body = breakable(out -> {
            throw new IOException("the endpoint stopped reading");
        });

        assertThatThrownBy(() -> body.writeTo(OutputStream.nullOutputStream()))
                .hasMessage("the endpoint stopped reading");
        assertThat(closed).hasValue(0);
    }

    @Test
    void leavesAConnectionThatGotItAll() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        breakable(stream -> stream.write(new byte[10])).writeTo(out);

        assertThat(out.size()).isEqualTo(10);
        assertThat(closed).hasValue(0);
    }

    private HttpEntity breakable(IOCallback<OutputStream> write) {
        return new BreakableEntity(new EntityTemplate(-1, null, null, write), closed::incrementAndGet);
    }
}
