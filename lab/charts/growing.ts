/** Numbers that become more, in a typed array that doubles when it is full. */
export class Growing {
  values = new Float64Array(256);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const more = new Float64Array(2 * this.length);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length++] = value;
  }

  /** The last one; not a number, if there is none. */
  get last(): number {
    return this.length === 0 ? Number.NaN : this.values[this.length - 1];
  }
}
