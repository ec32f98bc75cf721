import type { Answer, Asking, FileType, Question, Seen, SpecFile, Told, Wish } from "./messages.ts";

/** A question without its number. */
type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, "number"> : never) : never;

interface Waiting {
  readonly kind: Question["kind"];
  done(answer: Answer): void;
  fail(error: Error): void;
}

/** What the page hears of the compiler. */
export interface Listener {
  /** What it found out about the newest wish that it has looked at. */
  seen(seen: Seen): void;
  /** It could not look at a wish, or died and was started anew. */
  failed(message: string): void;
}

/** The compiler in its worker. While it is at work one wish waits, and a newer one takes its place. */
export class Compiler {
  private worker: Worker;
  private number = 0;
  private readonly waiting = new Map<number, Waiting>();
  private next: Wish | undefined;
  private busy = false;
  /** How often it died since it last answered: what kills it twice is not tried a third time. */
  private deaths = 0;
  private readonly listener: Listener;

  constructor(listener: Listener) {
    this.listener = listener;
    this.worker = this.start();
  }

  /** Wants to see a project; the answer goes to the listener. */
  see(wish: Wish): void {
    this.next = wish;
    if (!this.busy) void this.look();
  }

  /** The picture of a wish as a file. */
  async write(wish: Wish, type: FileType): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.ask({ kind: "write", wish, type });
    return answer.kind === "write" ? answer.bytes : new Uint8Array();
  }

  /** What the language service tells. */
  async tell<A extends keyof Told>(about: A, asking: Omit<Asking, "about">): Promise<Told[A] | undefined> {
    const answer = await this.ask({ kind: "ask", asking: { ...asking, about } });
    return answer.kind === "ask" ? (answer.told as Told[A]) : undefined;
  }

  /** The text laid out; undefined where it has syntax errors. */
  async format(file: SpecFile): Promise<string | undefined> {
    const answer = await this.ask({ kind: "format", file });
    return answer.kind === "format" ? answer.text : undefined;
  }

  private async look(): Promise<void> {
    this.busy = true;
    while (this.next) {
      const wish = this.next;
      this.next = undefined;
      try {
        const answer = await this.ask({ kind: "see", wish });
        this.deaths = 0;
        if (answer.kind === "see") this.listener.seen(answer.seen);
      } catch (error) {
        this.listener.failed((error as Error).message);
      }
    }
    this.busy = false;
  }

  private ask(asked: Asked): Promise<Answer> {
    const number = ++this.number;
    return new Promise((done, fail) => {
      this.waiting.set(number, { kind: asked.kind, done, fail });
      this.worker.postMessage({ ...asked, number } satisfies Question);
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL("./compiler.worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      const waiting = this.waiting.get(data.number);
      this.waiting.delete(data.number);
      if (data.kind === "failed") waiting?.fail(new Error(data.message));
      else waiting?.done(data);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.restart(event.message || "the compiler stopped");
    });
    return worker;
  }

  private restart(why: string): void {
    this.worker.terminate();
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    if (++this.deaths < 3) this.worker = this.start();
    for (const { fail } of lost) fail(new Error(why));
  }
}
