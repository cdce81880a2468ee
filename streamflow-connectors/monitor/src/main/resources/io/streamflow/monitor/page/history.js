// What was seen in the last minutes: rates come from how the counts grow.

const KEPT_SECONDS = 300;
const RATE_SECONDS = 5;
const SHARES = ["working", "reading", "waiting", "blocked", "paused"];
const COUNTS = ["in", "out", "late", "skipped", "deadLettered", "retries"];

export class History {
  constructor() {
    this.samples = [];
  }

  /** Takes note of a view. Another job, or one that counts anew, begins a new history. */
  add(job) {
    const sample = {
      id: job.id,
      started: job.started,
      at: Date.parse(job.taken) / 1000,
      steps: new Map(job.steps.map((step) => [step.id, step])),
      tasks: new Map(job.tasks.map((task) => [task.name, task])),
    };
    const last = this.samples.at(-1);
    if (last && (last.id !== sample.id || last.started !== sample.started || this.shrank(last, sample))) {
      this.samples = [];
    } else if (last && sample.at <= last.at) {
      return;
    }
    this.samples.push(sample);
    while (this.samples.length > 2 && this.samples[0].at < sample.at - KEPT_SECONDS) {
      this.samples.shift();
    }
  }

  shrank(last, sample) {
    return [...sample.steps].some(([id, step]) => {
      const before = last.steps.get(id);
      return before && COUNTS.some((name) => step[name] < before[name]);
    });
  }

  /** The sample that the last one is measured against. */
  base(seconds = RATE_SECONDS) {
    const last = this.samples.at(-1);
    const within = this.samples.find((sample) => sample !== last && sample.at > last.at - seconds - 0.5);
    return within ?? this.samples.at(-2);
  }

  /** Growth of a count in a second; null while only one sample is there. */
  rate(step, name, seconds) {
    const last = this.samples.at(-1);
    const base = this.base(seconds);
    const now = last?.steps.get(step);
    const before = base?.steps.get(step);
    return now && before ? (now[name] - before[name]) / (last.at - base.at) : null;
  }

  /** How much a count has grown in the last seconds. */
  growth(step, name, seconds) {
    const now = this.samples.at(-1)?.steps.get(step);
    const before = this.base(seconds)?.steps.get(step);
    return now && before ? now[name] - before[name] : 0;
  }

  /** How long a count has not grown, as far as that was seen; 0 when it has just grown. */
  still(step, name) {
    const last = this.samples.at(-1);
    const now = last?.steps.get(step)?.[name];
    let since = last;
    for (let i = this.samples.length - 2; i >= 0; i--) {
      if (this.samples[i].steps.get(step)?.[name] !== now) {
        break;
      }
      since = this.samples[i];
    }
    return last ? last.at - since.at : 0;
  }

  /** Points [seconds before now, rate] of the sum over steps, the oldest first. */
  series(steps, name) {
    const points = [];
    const last = this.samples.at(-1);
    for (let i = 1; i < this.samples.length; i++) {
      const [before, now] = [this.samples[i - 1], this.samples[i]];
      const grown = steps.reduce(
        (sum, step) => sum + (now.steps.get(step)?.[name] ?? 0) - (before.steps.get(step)?.[name] ?? 0),
        0,
      );
      points.push([last.at - now.at, grown / (now.at - before.at)]);
    }
    return points;
  }

  /** How tasks spent their time of late: shares of 1 by name; null when nothing is known. */
  shares(tasks) {
    const base = this.base()?.tasks;
    const spent = { working: 0, reading: 0, waiting: 0, blocked: 0, paused: 0 };
    for (const task of tasks) {
      const before = base?.get(task.name);
      const same = before && SHARES.every((name) => task[name + "Seconds"] >= before[name + "Seconds"]);
      for (const name of SHARES) {
        spent[name] += task[name + "Seconds"] - (same ? before[name + "Seconds"] : 0);
      }
    }
    const total = SHARES.reduce((sum, name) => sum + spent[name], 0);
    return total > 0 ? Object.fromEntries(SHARES.map((name) => [name, spent[name] / total])) : null;
  }

  /** The share of its tasks' time that a step takes; null when that is not known. */
  busy(step, tasks) {
    const items = this.rate(step.id, "in");
    return step.timePerItemSeconds === null || items === null || tasks === 0
      ? null
      : Math.min(1, (step.timePerItemSeconds * items) / tasks);
  }
}

/** The sources and the sinks of a plan. */
export function ends(job) {
  const taken = new Set(job.steps.flatMap((step) => step.upstreams));
  return {
    sources: job.steps.filter((step) => step.upstreams.length === 0),
    sinks: job.steps.filter((step) => !taken.has(step.id)),
  };
}
