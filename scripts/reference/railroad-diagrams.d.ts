/** What is used of the package, which has no types of its own. */
declare module "railroad-diagrams" {
  export interface Item {
    readonly attrs: Record<string, string>;
    toString(): string;
  }
  interface Drawing extends Item {
    format(): this;
  }
  const railroad: {
    Diagram(...items: Item[]): Drawing;
    Sequence(...items: Item[]): Item;
    Choice(normal: number, ...items: Item[]): Item;
    Optional(item: Item): Item;
    OneOrMore(item: Item, separator?: Item): Item;
    ZeroOrMore(item: Item, separator?: Item): Item;
    Terminal(text: string): Item;
    NonTerminal(text: string): Item;
  };
  export default railroad;
}
