package io.github.headgate.settings;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings as a tree: {@code upstreams.orders.endpoints[0]} is four levels deep. Not thread-safe. */
final class Node {
    private static final Pattern SEGMENT = Pattern.compile("\\[([^]]*)]|([^.\\[]+)");

    private static final Pattern INDEX = Pattern.compile("[0-9]{1,6}");

    final String path;
    final Map<String, Node> children = new LinkedHashMap<>();

    @Nullable
    String value;

    boolean asked;

    Node(String path) {
        this.path = path;
    }

    static Node tree(String prefix, Map<String, String> settings) {
        Node root = new Node(prefix);
        settings.forEach((key, value) -> root.at(key).value = value.strip());
        return root;
    }

    private Node at(String key) {
        Node node = this;
        Matcher segments = SEGMENT.matcher(key);
        while (segments.find()) {
            String index = segments.group(1);
            String name = index == null ? segments.group(2) : index;
            String written = index == null
                    ? (node.path.isEmpty() ? name : node.path + "." + name)
                    : node.path + segments.group();
            node = node.children.computeIfAbsent(name, n -> new Node(written));
        }
        return node;
    }

    /** The child of this name; {@code attemptTimeout} and {@code ATTEMPT_TIMEOUT} stand for {@code attempt-timeout}. */
    @Nullable
    Node child(String name) {
        Node exact = children.get(name);
        if (exact != null) {
            return exact;
        }
        String wanted = canonical(name);
        for (Map.Entry<String, Node> child : children.entrySet()) {
            if (canonical(child.getKey()).equals(wanted)) {
                return child.getValue();
            }
        }
        return null;
    }

    /** The items of a list in the order of their index, which need not be the order in which they were given. */
    List<Node> items() {
        return children.entrySet().stream()
                .filter(child -> INDEX.matcher(child.getKey()).matches())
                .sorted(Comparator.comparingInt(child -> Integer.parseInt(child.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Visits every value below that nobody asked for. */
    void unasked(Consumer<Node> visitor) {
        if (value != null && !asked) {
            visitor.accept(this);
        }
        children.values().forEach(child -> child.unasked(visitor));
    }

    static String canonical(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }
}
