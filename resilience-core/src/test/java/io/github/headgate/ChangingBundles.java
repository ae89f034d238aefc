package io.github.headgate;

import io.github.headgate.upstream.TlsBundle;
import io.github.headgate.upstream.TlsBundles;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Bundles that a test changes. Thread-safe as far as a test needs it. */
final class ChangingBundles implements TlsBundles {
    private final Map<String, Supplier<TlsBundle>> bundles = new TreeMap<>();

    /** Those that are told of changes, now. */
    final List<Runnable> watching = new CopyOnWriteArrayList<>();

    /** Trusts one authority, and has a certificate of its own. */
    static TlsBundle bundle(HeldCertificate authority, HeldCertificate own) {
        HandshakeCertificates both = new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .heldCertificate(own)
                .build();
        return new TlsBundle(List.of(both.keyManager()), List.of(both.trustManager()));
    }

    ChangingBundles with(String name, TlsBundle bundle) {
        return with(name, () -> bundle);
    }

    ChangingBundles with(String name, Supplier<TlsBundle> bundle) {
        bundles.put(name, bundle);
        return this;
    }

    ChangingBundles withUnusable(String name) {
        return with(name, () -> {
            throw new IllegalStateException("no store", new java.io.FileNotFoundException("client.p12"));
        });
    }

    /** Tells whoever watches any. */
    void tell() {
        watching.forEach(Runnable::run);
    }

    @Override
    public Collection<String> names() {
        return bundles.keySet();
    }

    @Override
    public TlsBundle bundle(String name) {
        return Objects.requireNonNull(bundles.get(name)).get();
    }

    @Override
    public Runnable watch(String name, Runnable changed) {
        watching.add(changed);
        return () -> watching.remove(changed);
    }
}
