/** What Headgate costs, and what it saves, as measured. */
@NullMarked
package io.github.headgate.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
