import type { FunctionRef, ModuleBuilder } from "./emit/module.ts";
import { i32, store } from "./emit/ops.ts";

/** Words of the barrier, each on a cache line of its own, below everything else in memory. */
const ARRIVED = 64;
const GENERATION = 128;
const SLEEPING = 192;
/** The first byte behind them. */
export const BARRIER_END = 256;

/**
 * Looks at the generation this often before it sleeps. To wake up takes longer than most kernels, so threads that have a
 * core of their own are patient: some tenths of a millisecond. Those that have not would spin in the way of others.
 */
const SPINS = { patient: 200_000, impatient: 2_000 };

/**
 * f(threads): waits until all threads are here. The last one to arrive starts the next generation; the others spin, then
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
