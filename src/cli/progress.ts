import { Presets, SingleBar } from "cli-progress";
import type { MetricName } from "../runtime/objective.ts";
import type { EpochRecord, Progress } from "../runtime/trainer.ts";
import { paint, print } from "./terminal.ts";

/** What training shows while it goes on: a bar on a terminal, and a line for each finished epoch everywhere. */
export class TrainingDisplay {
  private readonly bar: SingleBar | undefined;
  private readonly metric: MetricName;
  private readonly unit: string;
  private readonly began = performance.now();
  private readonly firstEpoch: number;

  constructor(metric: MetricName, unit: string | undefined, firstEpoch: number) {
    this.metric = metric;
    this.unit = unit ?? "";
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
      metric: this.describe(now.metric),
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
    const parts = [`loss ${record.loss.toPrecision(4)}`, this.describe(record.metric)];
    if (record.validationLoss !== undefined) {
      parts.push(
        paint.dim("validation"),
        `loss ${record.validationLoss.toPrecision(4)}`,
        this.describe(record.validationMetric!),
      );
    }
    print(`epoch ${String(record.epoch).padStart(String(epochs).length)}/${epochs}  ${parts.join("  ")}`);
  }

  /** Takes the bar off the terminal, so that other lines can follow. */
  stop(): void {
    this.bar?.stop();
  }

  /** `accuracy 98.1 %` or `mean error 3.2 beats/min`. */
  describe(value: number): string {
    return describeMetric(this.metric, value, this.unit);
  }

  private timeLeft(now: Progress): string {
    const done = (now.epoch - 1 - this.firstEpoch) * now.steps + now.step;
    const all = (now.epochs - this.firstEpoch) * now.steps;
    return duration(((performance.now() - this.began) / done) * (all - done));
  }
}

export function describeMetric(metric: MetricName, value: number, unit = ""): string {
  if (metric === "mean_absolute_error") return `mean error ${value.toPrecision(3)}${unit ? ` ${unit}` : ""}`;
  return `${metric === "certainty" ? "certainty" : "accuracy"} ${percent(value)}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
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
