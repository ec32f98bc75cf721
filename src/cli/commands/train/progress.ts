import { Presets, SingleBar } from "cli-progress";
import type { EpochRecord, Progress } from "../../../training/trainer.ts";
import { paint, print } from "../../terminal/terminal.ts";
import { describeHead, type Measured, type ShownHead } from "./described.ts";

/** What training shows while it goes on: a bar on a terminal, and a line for each finished epoch everywhere. */
export class TrainingDisplay {
  private readonly bar: SingleBar | undefined;
  private readonly heads: readonly ShownHead[];
  private readonly began = performance.now();
  private readonly firstEpoch: number;

  constructor(heads: readonly ShownHead[], firstEpoch: number) {
    this.heads = heads;
    this.firstEpoch = firstEpoch;
    if (process.stderr.isTTY) {
      this.bar = new SingleBar(
        {
          format: "epoch {epoch}  {bar}  {percentage} %  loss {loss}  {metric}  {left} left",
          hideCursor: true,
          clearOnComplete: true,
          etaBuffer: 50,
        },
        Presets.shades_classic,
      );
    }
  }

  progress(now: Progress): void {
    const payload = {
      epoch: `${now.epoch}/${now.epochs}`,
      loss: now.loss.toPrecision(3),
      metric: this.describe(now.heads, true),
      // Not `eta`: the library has one of its own, of the current epoch alone.
      left: this.timeLeft(now),
    };
    if (!this.bar) return;
    if (!this.bar.isActive) this.bar.start(now.steps, now.step, payload);
    else {
      this.bar.setTotal(now.steps);
      this.bar.update(now.step, payload);
    }
  }

  epoch(record: EpochRecord, epochs: number): void {
    this.stop();
    const heads = this.heads.map(({ name }) => record.heads[name]!);
    const parts = [`loss ${record.loss.toPrecision(4)}`, this.describe(heads)];
    if (record.validationLoss !== undefined) {
      parts.push(
        paint.dim("validation"),
        `loss ${record.validationLoss.toPrecision(4)}`,
        this.describe(
          heads.map(({ validationMetric, validationMeasures: measures }) => ({
            metric: validationMetric!,
            ...(measures ? { measures } : {}),
          })),
        ),
      );
    }
    print(`epoch ${String(record.epoch).padStart(String(epochs).length)}/${epochs}  ${parts.join("  ")}`);
  }

  /** Takes the bar off the terminal, so that other lines can follow. */
  stop(): void {
    this.bar?.stop();
  }

  private describe(judged: readonly Measured[], narrow = false): string {
    return this.heads.map((head, i) => describeHead(head, judged[i]!, this.heads.length, narrow)).join("  ");
  }

  private timeLeft(now: Progress): string {
    const done = (now.epoch - 1 - this.firstEpoch) * now.steps + now.step;
    const all = (now.epochs - this.firstEpoch) * now.steps;
    return duration(((performance.now() - this.began) / done) * (all - done));
  }
}

/** Milliseconds as `48 s` or `3 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
