package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViaTest {
    private final Via via = new Via("headgate", "a1b2");

    @Test
    void namesTheProtocolInWhichTheMessageCame() {
        assertThat(via.forRequest("HTTP/1.1")).isEqualTo("1.1 headgate (a1b2)");
        assertThat(via.forRequest("HTTP/2.0")).isEqualTo("2.0 headgate (a1b2)");
        assertThat(via.forResponse("HTTP/1.0")).isEqualTo("1.0 headgate");
    }

    @Test
    void aNameThatIsNoTokenIsMadeOne() {
        assertThat(new Via("edge proxy (eu)", "x").forResponse("HTTP/1.1")).isEqualTo("1.1 edge-proxy--eu-");
    }

    @Test
    void knowsItselfAgain() {
        assertThat(via.isLoop(List.of("1.0 fred, 1.1 headgate (a1b2), 1.1 p.example.net")))
                .isTrue();
        assertThat(via.isLoop(List.of("1.0 fred", "1.1 headgate (a1b2)"))).isTrue();
    }

    @Test
    void anotherGatewayOfTheSameNameIsNoLoop() {
        assertThat(via.isLoop(List.of())).isFalse();
        assertThat(via.isLoop(List.of("1.1 headgate (ffff), 1.1 headgate"))).isFalse();
    }

    @Test
    void ourNameTooOftenIsALoopThroughReplicasOrWithoutComments() {
        assertThat(via.isLoop(Collections.nCopies(7, "HTTP/1.1 headgate"))).isFalse();
        assertThat(via.isLoop(Collections.nCopies(8, "HTTP/1.1 headgate"))).isTrue();
        assertThat(via.isLoop(List.of(String.join(",", Collections.nCopies(8, "1.1 HeadGate")))))
                .isTrue();
    }
}
