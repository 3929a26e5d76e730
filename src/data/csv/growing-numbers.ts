/** A growing list of numbers: 8 bytes each, with up to half as many in reserve. */
export class GrowingNumbers {
  #numbers = new Float64Array(1024);
  #length = 0;

  add(x: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(Math.ceil(1.5 * this.#length));
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = x;
  }

  all(): Float64Array {
    return this.#numbers.subarray(0, this.#length);
  }
}
