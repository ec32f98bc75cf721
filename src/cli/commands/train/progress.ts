import { Presets, SingleBar } from "cli-progress";
import type { Head, MetricName } from "../../../training/losses.ts";
import type { EpochRecord, Progress } from "../../../training/trainer.ts";
import { paint, print } from "../../terminal/terminal.ts";

/** One head of the net, and the unit of its metric where it has one. */
export interface ShownHead {
  readonly name: string;
  readonly metric: MetricName;
  readonly unit?: string | undefined;
}

/** A head as it is shown; a single quantity's error has its unit. */
export function shown({ name, metric, task }: Head): ShownHead {
  const [quantity, other] = task.kind === "regress" ? task.quantities : [];
  return { name, metric, unit: other ? undefined : quantity?.unit };
}

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
      metric: this.describe(now.heads.map(({ metric }) => metric)),
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
    const parts = [`loss ${record.loss.toPrecision(4)}`, this.describe(heads.map(({ metric }) => metric))];
    if (record.validationLoss !== undefined) {
      parts.push(
        paint.dim("validation"),
        `loss ${record.validationLoss.toPrecision(4)}`,
        this.describe(heads.map(({ validationMetric }) => validationMetric!)),
      );
    }
    print(`epoch ${String(record.epoch).padStart(String(epochs).length)}/${epochs}  ${parts.join("  ")}`);
  }

  /** Takes the bar off the terminal, so that other lines can follow. */
  stop(): void {
    this.bar?.stop();
  }

  private describe(metrics: readonly number[]): string {
    return this.heads.map((head, i) => describeHead(head, metrics[i]!, this.heads.length)).join("  ");
  }

  private timeLeft(now: Progress): string {
    const done = (now.epoch - 1 - this.firstEpoch) * now.steps + now.step;
    const all = (now.epochs - this.firstEpoch) * now.steps;
    return duration(((performance.now() - this.began) / done) * (all - done));
  }
}

/** A head as people read it: `accuracy 98.1 %`, and with its name where there are others. */
export function describeHead({ name, metric, unit }: ShownHead, value: number, heads: number): string {
  return `${heads > 1 ? `${name} ` : ""}${describeMetric(metric, value, unit)}`;
}

/** `accuracy 98.1 %` or `mean error 3.2 beats/min`. */
function describeMetric(metric: MetricName, value: number, unit = ""): string {
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
