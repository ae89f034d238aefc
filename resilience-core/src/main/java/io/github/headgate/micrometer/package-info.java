/**
 * Meters of Micrometer: {@link io.github.headgate.micrometer.HeadgateMetrics}. Used only where Micrometer is present; nothing else
 * in Headgate refers to this package.
 */
@NullMarked
package io.github.headgate.micrometer;

import org.jspecify.annotations.NullMarked;
