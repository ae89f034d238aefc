/** The meters, read as a registry shows them. */
@NullMarked
package io.github.headgate.micrometer;

import org.jspecify.annotations.NullMarked;
