/** What holds in every container; each one runs it, in the namespace that it knows. */
@NullMarked
package io.github.headgate.contract;

import org.jspecify.annotations.NullMarked;
