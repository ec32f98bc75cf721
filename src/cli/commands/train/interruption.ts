/** Ctrl-C and SIGTERM while a net is trained. */
import { EXIT } from "../../terminal/failure.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Ends the process at once, but in the loop of the training, which stops after its step; unless the signal comes twice. */
export class Interruption {
  /** Whether something is under way that looks at `signal` and ends by itself. */
  inLoop = false;
  private readonly controller = new AbortController();
  private readonly listener: () => void;

  /**
   * @param settle ends what can't be cut off, such as a file that is being written; another signal does not wait for it
   * @param leave what is to be done just before the process ends
   */
  constructor(settle: () => Promise<void>, leave: () => void) {
    let settling = false;
    const end = () => {
      leave();
      process.exit(EXIT.interrupted);
    };
    this.listener = () => {
      if (this.inLoop && !this.signal.aborted) return this.controller.abort();
      if (settling) return end();
      settling = true;
      void settle().finally(end);
    };
    for (const name of SIGNALS) process.on(name, this.listener);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Signals do again what they usually do. */
  over(): void {
    for (const name of SIGNALS) process.off(name, this.listener);
  }
}
