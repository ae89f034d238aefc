package io.github.headgate.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.headgate.Headgate;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An upstream that names an SSL bundle of Spring Boot 3.5. */
@Timeout(60)
class SslBundle35Test {
    private static final String PASSWORD = "secret";

    @TempDir
    Path files;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void itsClientCertificateIsShownAndFollowedWhenItIsReloaded() throws Exception {
        assertThat(SpringBootVersion.getVersion()).startsWith("3.5.");
        for (String name : List.of("orders", "gateway", "next")) {
            makeKey(name);
        }
        Path trusted = trusted(List.of("orders", "gateway", "next"));
        HttpsServer server = server(load(files.resolve("orders")), load(trusted));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--headgate.upstreams.orders.endpoints=https://127.0.0.1:"
                                + server.getAddress().getPort(),
                        "--headgate.upstreams.orders.tls.ssl-bundle=client",
                        "--spring.ssl.bundle.jks.client.keystore.location=" + files.resolve("gateway"),
                        "--spring.ssl.bundle.jks.client.keystore.password=" + PASSWORD,
                        "--spring.ssl.bundle.jks.client.truststore.location=" + trusted,
                        "--spring.ssl.bundle.jks.client.truststore.password=" + PASSWORD,
                        "--spring.ssl.bundle.jks.other.keystore.location=" + files.resolve("next"),
                        "--spring.ssl.bundle.jks.other.keystore.password=" + PASSWORD,
                        "--spring.ssl.bundle.jks.other.truststore.location=" + trusted,
                        "--spring.ssl.bundle.jks.other.truststore.password=" + PASSWORD)) {
            Headgate headgate = context.getBean(Headgate.class);
            assertThat(get(headgate)).isEqualTo("CN=gateway");
            DefaultSslBundleRegistry registry = context.getBean(DefaultSslBundleRegistry.class);
            registry.updateBundle("client", registry.getBundle("other"));
            assertThat(get(headgate)).isEqualTo("CN=next");
        } finally {
            server.stop(0);
        }
    }

    private static String get(Headgate headgate) throws Exception {
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            return EntityUtils.toString(response.getEntity());
        }
    }

    /* Answers with the name of the client, whose certificate it asks for. */
    private static HttpsServer server(KeyStore own, KeyStore trusted) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asking = tls.getDefaultSSLParameters();
                asking.setNeedClientAuth(true);
                parameters.setSSLParameters(asking);
            }
        });
        server.createContext("/", exchange -> {
            byte[] client = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName()
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, client.length);
            exchange.getResponseBody().write(client);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void makeKey(String name) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        files.resolve(name).toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }

    private Path trusted(List<String> names) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (String name : names) {
            trusted.setCertificateEntry(name, load(files.resolve(name)).getCertificate(name));
        }
        Path file = files.resolve("trusted");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
