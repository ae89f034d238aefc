/** The front door: {@link io.github.headgate.Headgate}, and the loop behind it. */
@NullMarked
package io.github.headgate;

import org.jspecify.annotations.NullMarked;
