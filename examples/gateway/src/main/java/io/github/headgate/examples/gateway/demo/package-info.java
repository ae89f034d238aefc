/** What the gateway shows while it has nothing of its own to do: real upstreams that fail, and what a caller sees of it. */
@NullMarked
package io.github.headgate.examples.gateway.demo;

import org.jspecify.annotations.NullMarked;
