/** The learning rate of each epoch. */
import type { Training } from "../ir/program.ts";

/** What a rate depends on. */
export type Rates = Pick<Training, "optimizer" | "epochs" | "schedule" | "warmUp">;

/** Validation losses of the epochs before. */
type Losses = readonly { readonly validationLoss?: number }[];

/**
 * The learning rate of the epoch behind `history`, the same for all of its steps. With a warm-up of w epochs, epoch
 * t ≤ w, from 1, has t / (w + 1) of the rate (the gradual warm-up of Goyal et al., arXiv:1706.02677); the schedule
 * begins with the epoch behind it.
 */
export function rateAfter(history: Losses, training: Rates): number {
  const { optimizer, schedule, epochs, warmUp = 0 } = training;
  const done = history.length;
  if (done < warmUp) return (optimizer.rate * (done + 1)) / (warmUp + 1);
  const epoch = done - warmUp;
  switch (schedule?.kind) {
    case undefined:
      return optimizer.rate;
    case "step":
      return optimizer.rate * schedule.factor ** Math.floor(epoch / schedule.every);
    // Loshchilov and Hutter, ICLR 2017 (SGDR), equation 5, without restarts.
    case "cosine":
      return (optimizer.rate * (1 + Math.cos((Math.PI * epoch) / (epochs - warmUp)))) / 2;
    case "plateau":
      return optimizer.rate * schedule.factor ** plateaus(history.slice(warmUp), schedule.patience);
  }
}

/** How often the validation loss went `patience` epochs without a new lowest value, counted anew after each time. */
function plateaus(history: Losses, patience: number): number {
  let best = Number.POSITIVE_INFINITY;
  let since = 0;
  let count = 0;
  for (const { validationLoss } of history) {
    if (validationLoss !== undefined && validationLoss < best) {
      best = validationLoss;
      since = 0;
    } else if (++since >= patience) {
      count++;
      since = 0;
    }
  }
  return count;
}
