/** Headgate without Spring or servlets. */
@NullMarked
package io.github.headgate.examples.plain;

import org.jspecify.annotations.NullMarked;
