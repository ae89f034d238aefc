/** Whether, when and how often a request is sent again. Pure: no sockets, no threads, no clock of its own. */
@NullMarked
package io.github.headgate.retry;

import org.jspecify.annotations.NullMarked;
