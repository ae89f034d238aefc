package io.github.headgate.examples.gateway.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where to look next, each place with the answer that it gave just now. */
final class Signposts {
    private final Stage stage;
    private final Caller caller;

    Signposts(Stage stage, Caller caller) {
        this.stage = stage;
        this.caller = caller;
    }

    List<String> lines() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        lines.add("Try (each was asked just now and answered as written beside it):");
        lines.add("");
        List<String> paths = new ArrayList<>(List.of("/orders/1"));
        stage.faulty().keySet().forEach(name -> paths.add("/" + name + "/"));
        paths.add("/nowhere");
        paths.add("/actuator/health");
        int width =
                paths.stream().mapToInt(path -> caller.url(path).length()).max().orElse(0);
        for (String path : paths) {
            Answer answer = caller.get(path);
            String url = caller.url(path);
            lines.add("  curl -i " + url + " ".repeat(width - url.length()) + "  " + answer.status() + " "
                    + answer.error());
        }
        lines.add("");
        lines.add("In a browser:  " + caller.url("/refused/") + "  and  " + caller.url("/actuator/health"));
        lines.add("Your own:      java -jar gateway.jar --spring.config.additional-location=file:my.yml");
        lines.add("Ctrl-C ends it. Failed calls are logged here from now on.");
        lines.add("");
        return lines;
    }
}
