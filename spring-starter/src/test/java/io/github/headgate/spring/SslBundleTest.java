package io.github.headgate.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.headgate.Headgate;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.upstream.TlsBundle;
import io.github.headgate.upstream.TlsBundles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Handshake;
import okhttp3.TlsVersion;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Upstreams that name an SSL bundle of Spring Boot, against a server that asks for the client's certificate. */
class SslBundleTest {
    private static final String HOST = "127.0.0.1";
    private static final String KEY = "headgate.upstreams.orders.tls.ssl-bundle";
    private static final String BUNDLE = "spring.ssl.bundle.pem.orders-client.";
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate GATEWAY = signed("gateway");
    private static final HeldCertificate NEXT_GATEWAY = signed("next gateway");

    private final MockWebServer server = new MockWebServer();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    Path files;

    private static HeldCertificate signed(String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .addSubjectAlternativeName(HOST)
                .signedBy(AUTHORITY)
                .build();
    }

    @BeforeEach
    void start() throws IOException {
        HandshakeCertificates shown = new HandshakeCertificates.Builder()
                .heldCertificate(signed("orders"))
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        server.useHttps(shown.sslSocketFactory());
        server.requireClientAuth();
        for (int i = 0; i < 10; i++) {
            server.enqueue(new MockResponse.Builder().build());
        }
        server.start();
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        server.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Headgate.class);
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private ApplicationContextRunner runner(String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class,
                        HeadgateSslAutoConfiguration.class,
                        HeadgateAutoConfiguration.class))
                .withPropertyValues("headgate.upstreams.orders.endpoints=https://" + HOST + ":" + server.getPort())
                .withPropertyValues(KEY + "=orders-client")
                .withPropertyValues(properties);
    }

    private String[] pem() throws IOException {
        return new String[] {
            BUNDLE + "keystore.certificate=" + file("client.pem", GATEWAY.certificatePem()),
            BUNDLE + "keystore.private-key=" + file("client.key", GATEWAY.privateKeyPkcs8Pem()),
            BUNDLE + "truststore.certificate=" + file("authority.pem", AUTHORITY.certificatePem())
        };
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(files.resolve(name), content);
    }

    private static SslBundle bundle(HeldCertificate client) {
        return bundle(client.certificatePem(), client.privateKeyPkcs8Pem());
    }

    private static SslBundle bundle(String certificate, String key) {
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate(certificate).withPrivateKey(key),
                PemSslStoreDetails.forCertificate(AUTHORITY.certificatePem())));
    }

    private static void get(ApplicationContext context) throws IOException {
        context.getBean(Headgate.class).execute("orders", new HttpGet("/")).close();
    }

    private Handshake handshake() throws InterruptedException {
        return requireNonNull(server.takeRequest().getHandshake());
    }

    private static String client(Handshake handshake) {
        return requireNonNull(handshake.peerPrincipal()).getName();
    }

    private String client() throws InterruptedException {
        return client(handshake());
    }

    @Test
    void aBundleOfPropertiesIsUsed() throws IOException {
        runner(pem())
                .withPropertyValues(BUNDLE + "options.enabled-protocols=TLSv1.2")
                .run(context -> {
                    get(context);
                    Handshake handshake = handshake();
                    assertThat(client(handshake)).isEqualTo("CN=gateway");
                    assertThat(handshake.tlsVersion()).isEqualTo(TlsVersion.TLS_1_2);
                });
    }

    @Test
    void ofSeveralKeysTheOneOfTheAliasIsUsed() throws Exception {
        char[] password = "secret".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        for (HeldCertificate held : List.of(GATEWAY, NEXT_GATEWAY)) {
            String alias = held == GATEWAY ? "one" : "other";
            store.setKeyEntry(alias, held.keyPair().getPrivate(), password, new Certificate[] {held.certificate()});
        }
        store.setCertificateEntry("authority", AUTHORITY.certificate());
        Path file = files.resolve("client.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        String jks = "spring.ssl.bundle.jks.orders-client.";
        ApplicationContextRunner both = runner(
                jks + "keystore.location=" + file,
                jks + "keystore.password=secret",
                jks + "truststore.location=" + file,
                jks + "truststore.password=secret");
        for (String alias : List.of("one", "other")) {
            both.withPropertyValues(jks + "key.alias=" + alias).run(context -> {
                get(context);
                assertThat(client()).isEqualTo(alias.equals("one") ? "CN=gateway" : "CN=next gateway");
            });
        }
    }

    @Test
    void afterAReloadTheNewCertificateIsUsedEachTime() throws IOException {
        runner(pem()).run(context -> {
            DefaultSslBundleRegistry registry = context.getBean(DefaultSslBundleRegistry.class);
            get(context);
            registry.updateBundle("orders-client", bundle(NEXT_GATEWAY));
            get(context);
            registry.updateBundle("orders-client", bundle(GATEWAY));
            get(context);
            assertThat(List.of(client(), client(), client()))
                    .containsExactly("CN=gateway", "CN=next gateway", "CN=gateway");
            assertThat(warnings()).isEmpty();
        });
    }

    @Test
    void aReloadThatIsBrokenIsToldOnceAndChangesNothing() throws IOException {
        runner(pem()).run(context -> {
            DefaultSslBundleRegistry registry = context.getBean(DefaultSslBundleRegistry.class);
            get(context);
            registry.updateBundle("orders-client", bundle(GATEWAY.certificatePem(), "/gone.key"));
            get(context);
            assertThat(server.takeRequest().getConnectionIndex()).isZero();
            assertThat(server.takeRequest().getConnectionIndex()).isZero();
            assertThat(warnings())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "SSL bundle orders-client has changed and is unusable; the one of before stays in use: ")
                    .contains("/gone.key");
        });
    }

    @Test
    void afterTheApplicationAReloadDoesNothing() throws IOException {
        DefaultSslBundleRegistry[] registry = new DefaultSslBundleRegistry[1];
        runner(pem()).run(context -> {
            registry[0] = context.getBean(DefaultSslBundleRegistry.class);
            get(context);
        });
        log.list.clear();
        registry[0].updateBundle("orders-client", bundle(GATEWAY.certificatePem(), "/gone.key"));
        registry[0].updateBundle("orders-client", bundle(NEXT_GATEWAY));
        assertThat(log.list).isEmpty();
    }

    @Test
    void whoeverWatchesNoMoreIsToldNoMore() {
        DefaultSslBundleRegistry registry = new DefaultSslBundleRegistry("orders-client", bundle(GATEWAY));
        SpringTlsBundles bundles = new SpringTlsBundles(registry);
        List<String> told = new ArrayList<>();
        Runnable end = bundles.watch("orders-client", () -> told.add("one"));
        Runnable unused = bundles.watch("orders-client", () -> told.add("other"));
        registry.updateBundle("orders-client", bundle(NEXT_GATEWAY));
        end.run();
        registry.updateBundle("orders-client", bundle(GATEWAY));
        assertThat(told).containsExactly("one", "other", "other");
        unused.run();
    }

    @Test
    void anUpstreamCanBeGivenAnotherBundleWithoutARestart() throws IOException {
        runner(pem())
                .withConfiguration(AutoConfigurations.of(HeadgateRefreshAutoConfiguration.class))
                .withPropertyValues(
                        "spring.ssl.bundle.pem.other.keystore.certificate=" + NEXT_GATEWAY.certificatePem(),
                        "spring.ssl.bundle.pem.other.keystore.private-key=" + NEXT_GATEWAY.privateKeyPkcs8Pem(),
                        "spring.ssl.bundle.pem.other.truststore.certificate=" + AUTHORITY.certificatePem())
                .run(context -> {
                    get(context);
                    refresh(context, "none");
                    get(context);
                    refresh(context, "other");
                    get(context);
                    assertThat(List.of(client(), client(), client()))
                            .containsExactly("CN=gateway", "CN=gateway", "CN=next gateway");
                });
    }

    private static void refresh(ConfigurableApplicationContext context, String bundle) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(bundle, Map.of(KEY, bundle)));
        context.publishEvent(new EnvironmentChangeEvent(context, Set.of(KEY)));
    }

    @Test
    void whatIsWrongIsOneProblemThatNamesIt() throws IOException {
        assertThat(problem(runner(pem()).withPropertyValues(KEY + "=order-client")))
                .contains(KEY + " = order-client (expected: the name of an SSL bundle: one of orders-client)");
        assertThat(problem(runner()))
                .contains(KEY + " = orders-client (expected: the name of an SSL bundle: there is none)");
        assertThat(problem(runner(BUNDLE + "keystore.certificate=" + files.resolve("gone.pem"))))
                .contains(KEY + " = orders-client (expected: an SSL bundle that is usable: ")
                .contains("gone.pem");
        assertThat(problem(runner(pem()).withPropertyValues("headgate.upstreams.orders.tls.trust-certificates=ca.pem")))
                .contains(KEY + " = orders-client (expected: not together with tls.trust-certificates,"
                        + " tls.client-certificate and tls.client-key)");
        ApplicationContextRunner withoutBundles = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(HeadgateSslAutoConfiguration.class, HeadgateAutoConfiguration.class))
                .withPropertyValues("headgate.upstreams.orders.endpoints=https://a:1", KEY + "=orders-client");
        assertThat(problem(withoutBundles))
                .contains(KEY + " = orders-client (expected: not set where there are no SSL bundles;");
    }

    /* As the failure analyzer tells it. */
    private static String problem(ApplicationContextRunner runner) {
        String[] told = new String[1];
        runner.run(context -> {
            Throwable failure = Objects.requireNonNull(context.getStartupFailure());
            FailureAnalysis analysis = new InvalidSettingsFailureAnalyzer().analyze(failure);
            assertThat(failure).hasRootCauseInstanceOf(InvalidSettingsException.class);
            told[0] = Objects.requireNonNull(analysis).getDescription();
        });
        return told[0];
    }

    @Test
    void whereSpringBootHasNoBundlesThereAreNone() {
        ApplicationContextRunner without = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(HeadgateSslAutoConfiguration.class, HeadgateAutoConfiguration.class))
                .withPropertyValues("headgate.upstreams.orders.endpoints=https://" + HOST + ":" + server.getPort());
        without.run(context ->
                assertThat(context).hasNotFailed().hasSingleBean(Headgate.class).doesNotHaveBean(TlsBundles.class));
        assertThat(problem(without.withPropertyValues(KEY + "=orders-client")))
                .contains(KEY + " = orders-client (expected: not set where there are no SSL bundles");
    }

    @Test
    void aBeanOfTheApplicationTakesThePlaceOfThoseOfSpringBoot() {
        HandshakeCertificates own = new HandshakeCertificates.Builder()
                .heldCertificate(GATEWAY)
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        TlsBundles bundles = new TlsBundles() {
            @Override
            public Collection<String> names() {
                return List.of("orders-client");
            }

            @Override
            public TlsBundle bundle(String name) {
                return new TlsBundle(List.of(own.keyManager()), List.of(own.trustManager()));
            }

            @Override
            public Runnable watch(String name, Runnable changed) {
                return () -> {};
            }
        };
        runner().withBean(TlsBundles.class, () -> bundles).run(context -> {
            get(context);
            assertThat(client()).isEqualTo("CN=gateway");
        });
    }
}
