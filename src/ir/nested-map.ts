/**
 * Names that are known inside of something: its own, and those around it. Making one takes no copy, so that thousands
 * of branches and rounds can stand below thousands of names.
 */
export class NestedMap<V> {
  private readonly own = new Map<string, V>();
  private readonly around: NestedMap<V> | undefined;

  constructor(around?: NestedMap<V>) {
    // What holds nothing need not be asked.
    this.around = around && around.own.size === 0 ? around.around : around;
  }

  set(name: string, value: V): this {
    this.own.set(name, value);
    return this;
  }

  has(name: string): boolean {
    return this.own.has(name) || (this.around?.has(name) ?? false);
  }

  get(name: string): V | undefined {
    return this.own.has(name) ? this.own.get(name) : this.around?.get(name);
  }

  /** All names, the inner ones first. */
  *keys(): IterableIterator<string> {
    yield* this.own.keys();
    if (this.around) yield* this.around.keys();
  }
}
