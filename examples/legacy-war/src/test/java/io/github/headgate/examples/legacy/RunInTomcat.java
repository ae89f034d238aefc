package io.github.headgate.examples.legacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** Tomcat 9 with one WAR at the root of port 8080, until it is stopped: to try the example by hand. */
public final class RunInTomcat {
    private static final int PORT = 8080;

    private RunInTomcat() {}

    /** Takes the path of the WAR. */
    public static void main(String[] args) throws LifecycleException, IOException {
        Path directory = Files.createTempDirectory("tomcat9");
        Files.createDirectory(directory.resolve("webapps"));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(PORT);
        tomcat.getConnector();
        tomcat.addWebapp("", Path.of(args[0]).toAbsolutePath().toString());
        tomcat.start();
        tomcat.getServer().await();
    }
}
