package io.github.headgate.upstream;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.xbill.DNS.Type;

/** Which families of addresses are of use, the preferred one first, as the JVM is told by {@code java.net.preferIP…}. */
enum IpFamilies {
    ONLY_V4,
    V4_FIRST,
    V6_FIRST;

    /** Those of this JVM. */
    static IpFamilies ofJvm() {
        if (Boolean.getBoolean("java.net.preferIPv4Stack") || !hasV6()) {
            return ONLY_V4;
        }
        return Boolean.getBoolean("java.net.preferIPv6Addresses") ? V6_FIRST : V4_FIRST;
    }

    private static boolean hasV6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            return true;
        }
    }

    /** The types of the records to ask for, in order. */
    List<Integer> types() {
        return switch (this) {
            case ONLY_V4 -> List.of(Type.A);
            case V4_FIRST -> List.of(Type.A, Type.AAAA);
            case V6_FIRST -> List.of(Type.AAAA, Type.A);
        };
    }

    /** The addresses that are of use, each once, the preferred family first, otherwise in their order. */
    List<InetAddress> ordered(List<InetAddress> addresses) {
        List<Integer> types = types();
        List<InetAddress> ordered = new ArrayList<>(addresses);
        ordered.removeIf(address -> !types.contains(type(address)));
        ordered.sort(Comparator.comparing(address -> types.indexOf(type(address))));
        return ordered.stream().distinct().toList();
    }

    private static Integer type(InetAddress address) {
        return address instanceof Inet6Address ? Type.AAAA : Type.A;
    }
}
