/** What tests of every module share: upstreams that fail on a real socket, each in one way that has a name. */
@NullMarked
package io.github.headgate.testing;

import org.jspecify.annotations.NullMarked;
