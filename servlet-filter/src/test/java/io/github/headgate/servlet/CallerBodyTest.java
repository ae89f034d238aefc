package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CallerBodyTest {
    private static final int UNKNOWN = -1;

    private static CallerBody body(int bytes, int announced) {
        return new CallerBody(new ByteArrayInputStream(new byte[bytes]), announced);
    }

    @Test
    void isReadWithItsLastByteWhereItsLengthIsKnown() throws IOException {
        CallerBody body = body(3, 3);
        assertThat(body.readNBytes(2)).hasSize(2);
        assertThat(body.isRead()).isFalse();
        assertThat(body.read()).isZero();
        assertThat(body.isRead()).isTrue();
    }

    @Test
    void isReadAtItsEndWhereItIsNot() throws IOException {
        CallerBody body = body(3, UNKNOWN);
        assertThat(body.read(new byte[3])).isEqualTo(3);
        assertThat(body.isRead()).isFalse();
        assertThat(body.read()).isEqualTo(-1);
        assertThat(body.isRead()).isTrue();
    }

    @Test
    void anEmptyOneIsReadFromTheBeginning() {
        assertThat(body(0, 0).isRead()).isTrue();
    }

    @Test
    void aCutOneIsNeverRead() {
        CallerBody body = body(3, 4);
        assertThatThrownBy(body::readAllBytes).isInstanceOf(EOFException.class);
        assertThat(body.isRead()).isFalse();
    }
}
