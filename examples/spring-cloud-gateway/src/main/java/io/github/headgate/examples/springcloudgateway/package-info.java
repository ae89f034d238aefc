/** An application of Spring Cloud Gateway whose routes go through Headgate. */
@NullMarked
package io.github.headgate.examples.springcloudgateway;

import org.jspecify.annotations.NullMarked;
