/** Headgate in a web application that has no framework: a listener, a filter and a servlet for {@code web.xml}. */
@NullMarked
package io.github.headgate.webapp;

import org.jspecify.annotations.NullMarked;
