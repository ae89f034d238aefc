/** How an upstream fails: one table of failure types, and what classifies an exception into it. */
@NullMarked
package io.github.headgate.failure;

import org.jspecify.annotations.NullMarked;
