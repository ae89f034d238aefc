/** A web application as they were written ten years ago, with Headgate added. */
@NullMarked
package io.github.headgate.examples.legacy;

import org.jspecify.annotations.NullMarked;
