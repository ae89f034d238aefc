/** What an upstream is: its endpoints, where they come from, and its settings. */
@NullMarked
package io.github.headgate.upstream;

import org.jspecify.annotations.NullMarked;
