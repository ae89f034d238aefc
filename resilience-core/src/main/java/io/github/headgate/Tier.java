package io.github.headgate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Endpoints that are asked before those of the next tier, and how to draw one by weight: in the same time for any number of
 * them, by the alias method of Walker and Vose. Immutable.
 */
final class Tier {
    private final EndpointState[] endpoints;
    private final boolean isSpilling;
    private final boolean isWeighted;
    private final double[] own;
    private final int[] alias;

    /**
     * @param endpoints at least one
     * @param isSpilling whether calls go on to the next tier already when many of these are out, and not only when all are
     */
    Tier(List<EndpointState> endpoints, boolean isSpilling) {
        this.endpoints = endpoints.toArray(EndpointState[]::new);
        this.isSpilling = isSpilling;
        int first = endpoints.get(0).endpoint().weight();
        this.isWeighted = endpoints.stream().anyMatch(state -> state.endpoint().weight() != first);
        int size = isWeighted ? endpoints.size() : 0;
        this.own = new double[size];
        this.alias = new int[size];
        if (isWeighted) {
            fillUp();
        }
    }

    /* Each place of the table holds the average weight: a part of it its own, the rest that of one with more than average. */
    private void fillUp() {
        double sum = 0;
        for (EndpointState state : endpoints) {
            sum += state.endpoint().weight();
        }
        Deque<Integer> less = new ArrayDeque<>();
        Deque<Integer> more = new ArrayDeque<>();
        for (int i = 0; i < endpoints.length; i++) {
            own[i] = endpoints[i].endpoint().weight() * endpoints.length / sum;
            alias[i] = i;
            (own[i] < 1 ? less : more).add(i);
        }
        while (!less.isEmpty() && !more.isEmpty()) {
            int small = less.remove();
            int large = more.remove();
            alias[small] = large;
            own[large] -= 1 - own[small];
            (own[large] < 1 ? less : more).add(large);
        }
        less.forEach(rounded -> own[rounded] = 1);
        more.forEach(rounded -> own[rounded] = 1);
    }

    int size() {
        return endpoints.length;
    }

    EndpointState at(int index) {
        return endpoints[index];
    }

    boolean isSpilling() {
        return isSpilling;
    }

    /** Whether there are different weights. */
    boolean isWeighted() {
        return isWeighted;
    }

    /**
     * The index that a number stands for: numbers that are evenly spread draw each endpoint by its weight.
     *
     * @param number from 0 (inclusive) to 1 (exclusive)
     */
    int draw(double number) {
        double scaled = number * endpoints.length;
        int index = (int) scaled;
        return !isWeighted || scaled - index < own[index] ? index : alias[index];
    }
}
