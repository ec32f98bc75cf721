/** Runs the built command line while it goes on: to wait for what it prints, and to interrupt it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { root } from "../house/cnnc.ts";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const POLL = 3;
const PATIENCE = 300_000;

export class Running {
  private readonly child: ChildProcess;
  private out = "";
  private err = "";
  private over = false;
  readonly ended: Promise<Ended>;

  constructor(args: readonly string[]) {
    const { FORCE_COLOR: _, ...inherited } = process.env;
    this.child = spawn(process.execPath, [join(root, "dist/cnnc.cjs"), ...args], {
      cwd: root,
      env: { ...inherited, NO_COLOR: "1" },
    });
    this.child.stdout!.on("data", (data) => {
      this.out += data;
    });
    this.child.stderr!.on("data", (data) => {
      this.err += data;
    });
    this.ended = new Promise((done) => {
      this.child.on("close", (code, signal) => {
        this.over = true;
        done({ code, signal, stdout: this.out, stderr: this.err });
      });
    });
  }

  /** Waits until standard output holds this text. */
  prints(text: string): Promise<void> {
    return this.until(`it prints "${text}"`, () => this.out.includes(text));
  }

  /** Waits until it has written this file. */
  writes(file: string): Promise<void> {
    return this.until(`it writes ${file}`, () => existsSync(file));
  }

  get pid(): number {
    return this.child.pid!;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private async until(what: string, holds: () => boolean): Promise<void> {
    const before = Date.now();
    while (!holds()) {
      if (this.over || Date.now() - before > PATIENCE) {
        throw new Error(`waited in vain until ${what}:\n${this.out}${this.err}`);
      }
      await setTimeout(POLL);
    }
  }
}
