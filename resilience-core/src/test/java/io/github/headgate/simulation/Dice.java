package io.github.headgate.simulation;

/** Chance that is the same in every run: SplitMix64, and functions of it that no JDK replaces by faster, less exact ones. */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * @param seed of the scenario
     * @param owner whose dice these are; different ones have nothing to do with each other
     */
    Dice(long seed, long owner) {
        this.state = mix(mix(seed + GOLDEN) + owner * GOLDEN);
    }

    /** From 0 (inclusive) to 1 (exclusive). */
    double uniform() {
        state += GOLDEN;
        return (mix(state) >>> 11) * 0x1.0p-53;
    }

    /** A time between events that come by chance, of mean 1. */
    double exponential() {
        return -StrictMath.log(1 - uniform());
    }

    /** Of mean 0 and deviation 1. */
    double normal() {
        return StrictMath.sqrt(2 * exponential()) * StrictMath.cos(2 * Math.PI * uniform());
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
