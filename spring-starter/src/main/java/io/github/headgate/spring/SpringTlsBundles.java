package io.github.headgate.spring;

import io.github.headgate.upstream.TlsBundle;
import io.github.headgate.upstream.TlsBundles;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * The SSL bundles of Spring Boot. Whoever has watched one can be unregistered here, and not there: so there is one handler for each
 * bundle, and it is ours. Thread-safe.
 */
final class SpringTlsBundles implements TlsBundles {
    private final SslBundles bundles;
    private final Map<String, List<Runnable>> watching = new ConcurrentHashMap<>();

    SpringTlsBundles(SslBundles bundles) {
        this.bundles = bundles;
    }

    @Override
    public Collection<String> names() {
        return bundles.getBundleNames();
    }

    @Override
    public TlsBundle bundle(String name) {
        SslBundle bundle = bundles.getBundle(name);
        String alias = bundle.getKey().getAlias();
        SslManagerBundle managers = bundle.getManagers();
        return new TlsBundle(
                Arrays.stream(managers.getKeyManagers())
                        .map(keys -> AliasedKeyManager.of(keys, alias))
                        .toList(),
                List.of(managers.getTrustManagers()),
                bundle.getProtocol(),
                list(bundle.getOptions().getEnabledProtocols()),
                list(bundle.getOptions().getCiphers()));
    }

    private static List<String> list(String @Nullable [] names) {
        return names == null ? List.of() : List.of(names);
    }

    @Override
    public Runnable watch(String name, Runnable changed) {
        List<Runnable> all = watching.computeIfAbsent(name, this::handled);
        all.add(changed);
        return () -> all.remove(changed);
    }

    private List<Runnable> handled(String name) {
        List<Runnable> all = new CopyOnWriteArrayList<>();
        bundles.addBundleUpdateHandler(name, updated -> all.forEach(Runnable::run));
        return all;
    }
}
