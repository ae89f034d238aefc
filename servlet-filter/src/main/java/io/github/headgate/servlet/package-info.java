/** The failure filter and the reverse proxy, on the Servlet API. */
@NullMarked
package io.github.headgate.servlet;

import org.jspecify.annotations.NullMarked;
