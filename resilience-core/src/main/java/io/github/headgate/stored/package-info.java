/** Responses that are kept to be given in place of a failure: what a shared cache may do (RFC 9111, RFC 5861). */
@NullMarked
package io.github.headgate.stored;

import org.jspecify.annotations.NullMarked;
