package io.github.headgate;

import io.github.headgate.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real nginx with one worker, in the foreground, on a port of its own. Used by one thread. */
final class Nginx implements AutoCloseable {
    private static final String CONFIG = """
            worker_processes 1;
            daemon off;
            pid %1$s/nginx.pid;
            error_log %1$s/error.log;
            events { worker_connections 256; }
            http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                keepalive_timeout 5s;
                server {
                    listen 127.0.0.1:%2$d;
                    location / { return 200 "from nginx\\n"; }
                }
            }
            """;

    private final int port = Ports.refused();
    private final Path folder;
    private @Nullable Process process;

    Nginx(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("nginx.conf"), CONFIG.formatted(folder, port));
    }

    static boolean isInstalled() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "nginx")));
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts it and waits until it accepts connections. */
    void start() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(List.of(
                        "nginx",
                        "-p",
                        folder.toString(),
                        "-c",
                        "nginx.conf",
                        "-e",
                        folder.resolve("error.log").toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        process = started;
        while (!accepts()) {
            if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException("nginx did not start: " + Files.readString(folder.resolve("out.log")));
            }
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops it at once, as a crash would. */
    void stop() {
        Process running = process;
        if (running != null) {
            running.destroy();
            running.onExit().join();
            process = null;
        }
    }

    @Override
    public void close() {
        stop();
    }
}
