/** A resilient reverse proxy that is configured by properties alone. */
@NullMarked
package io.github.headgate.examples.gateway;

import org.jspecify.annotations.NullMarked;
