// The peers, which are installed for the benchmark alone: used without their types.
declare module "@jax-js/jax";
declare module "@tensorflow/tfjs";
declare module "@tensorflow/tfjs-backend-wasm";
