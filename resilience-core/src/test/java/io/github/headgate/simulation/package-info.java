/**
 * The simulator: many gateways, all of their code but the sockets, against endpoints that are modelled, in virtual time. What
 * comes out is the same in every run, on every machine and JDK, and stands in {@code docs/simulation}.
 */
@NullMarked
package io.github.headgate.simulation;

import org.jspecify.annotations.NullMarked;
