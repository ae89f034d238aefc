/** What the caller is told when an upstream fails: status, headers and body. Knows no servlet and no socket. */
@NullMarked
package io.github.headgate.answer;

import org.jspecify.annotations.NullMarked;
