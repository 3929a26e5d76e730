import type { FunctionRef, ModuleBuilder } from "./emit/module.ts";
import { i32, store } from "./emit/ops.ts";

/** Words of the barrier, each on a cache line of its own, below everything else in memory. */
const ARRIVED = 64;
const GENERATION = 128;
const SLEEPING = 192;
/** The first byte after them. */
export const BARRIER_END = 256;

/**
 * How often to look at the generation before sleeping. Waking up takes longer than most kernels. With a core per thread,
 * spin for a few tenths of a millisecond; with fewer cores, sleep soon, or spinning would delay the others.
 */
const SPINS = { patient: 200_000, impatient: 2_000 };

/**
 * f(threads): waits until all threads have arrived. The last one starts the next generation; the others spin, then
 * sleep.
 */
export function emitBarrier(module: ModuleBuilder, patience: keyof typeof SPINS): FunctionRef {
  return module.function(["i32"], (f, threads) => {
    f.if(i32.eq(threads, 1), () => f.return());
    const generation = f.let(i32.atomicLoad(GENERATION));
    const spins = f.local("i32");
    f.if(i32.eq(i32.atomicAdd(ARRIVED, 1), i32.sub(threads, 1)), () => {
      f.push(store.atomic(ARRIVED, 0));
      f.drop(i32.atomicAdd(GENERATION, 1));
      f.if(i32.atomicLoad(SLEEPING), () => f.drop(i32.atomicNotify(GENERATION)));
      f.return();
    });
    f.while(
      () => i32.eq(i32.atomicLoad(GENERATION), generation),
      () => {
        f.step(spins, 1);
        f.if(i32.gtS(spins, SPINS[patience]), () => {
          f.drop(i32.atomicAdd(SLEEPING, 1));
          f.drop(i32.atomicWait(GENERATION, generation));
          f.drop(i32.atomicAdd(SLEEPING, -1));
        });
      },
    );
  });
}
