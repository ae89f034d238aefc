/** Benchmarks of what is private to the core's package. */
@NullMarked
package io.github.headgate;

import org.jspecify.annotations.NullMarked;
