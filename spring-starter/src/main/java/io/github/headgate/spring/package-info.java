/** Headgate in Spring Boot: settings from the environment, the filter, the proxy and health. */
@NullMarked
package io.github.headgate.spring;

import org.jspecify.annotations.NullMarked;
