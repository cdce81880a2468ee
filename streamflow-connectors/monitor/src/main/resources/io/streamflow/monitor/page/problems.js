// What is wrong, the most important first. Each problem says what, where and since when, and has a
// key that stays the same while only its numbers change.

import { ends } from "./history.js";
import { groups, heldBack, holdingOrder } from "./watermarks.js";
import { bytes, count, moment, percent, plural, rate, time } from "./units.js";

/** From this share of blocked time on a stage counts as held up. */
export const PRESSED = 0.3;
export const RECENT = 60;
export const STUCK_SECONDS = 10;
const OVER = ["COMPLETED", "STOPPED", "CANCELLED", "FAILED"];

export function isOver(job) {
  return OVER.includes(job.status);
}

export function isFull(channel) {
  return channel !== undefined && channel.capacity > 0 && channel.fullest >= channel.capacity * 0.8;
}

/** All problems of a job: {level: bad, warn or info, key, text, step}. */
export function problems(job, history) {
  const found = [...ending(job)];
  if (!isOver(job)) {
    found.push(...outboxes(job), ...watermarks(job), ...checkpoints(job), ...stuckTasks(job));
    found.push(...pressure(job, history), ...limits(job, history), ...quiet(job, history));
  }
  found.push(...losses(job, history));
  const order = ["bad", "warn", "info"];
  return found.sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
}

function problem(level, key, text, step) {
  return { level, key: `${key} ${step ?? ""}`, text, step };
}

function* ending(job) {
  const failure = job.lastFailure;
  const where = failure && `'${failure.step}' at ${moment(failure.at, job.taken)}: ${failure.message}`;
  if (job.status === "FAILED") {
    yield problem("bad", "failed", failure ? `Failed in ${where}` : "Failed", failure?.step);
  } else if (job.status === "RUNNING" && job.tasks.length === 0 && failure) {
    yield problem("bad", "restarting", `Waits to be started again after it failed in ${where}`, failure.step);
  } else if (job.restarts > 0 && failure) {
    const times = job.restarts === 1 ? "once" : `${job.restarts} times`;
    yield problem("warn", "restarted", `Was started again ${times}; last after it failed in ${where}`, failure.step);
  }
}

function* outboxes(job) {
  for (const box of job.outboxes.filter((one) => one.failure !== null)) {
    const held = `${plural(box.epochs, "epoch")} (${bytes(box.bytes)}) wait`;
    const since = box.oldestSeconds === null ? "" : `, the oldest for ${time(box.oldestSeconds)}`;
    yield problem("bad", "outbox", `'${box.sink}' delivers nothing: ${box.failure}. ${held}${since}.`, box.sink);
  }
}

function* watermarks(job) {
  for (const group of groups(job)) {
    const first = holdingOrder(group)[0];
    const behind = heldBack(first, group);
    if (behind === null || behind < 1 || first.silentSeconds < STUCK_SECONDS) {
      continue;
    }
    const at = first.watermark === null ? "has no item yet" : `stands at ${moment(first.watermark, job.taken)}, ${time(behind)} behind`;
    const silent = `silent for ${time(first.silentSeconds)}`;
    const end =
      first.idleAfterSeconds === null
        ? "It never counts as idle: give its source an idle timeout, or see why nothing comes."
        : `It counts as idle after ${time(first.idleAfterSeconds)}.`;
    yield problem("bad", "held", `Partition '${first.name}' of '${first.step}' holds the watermark back: it ${at}, ${silent}. ${end}`, first.step);
  }
}

function* checkpoints(job) {
  const { pending, intervalSeconds, failures } = job.checkpoints ?? {};
  if (failures > 0) {
    yield problem("warn", "unstored", `${plural(failures, "checkpoint")} could not be stored`);
  }
  if (pending && pending.sinceSeconds > Math.max(STUCK_SECONDS, 2 * intervalSeconds)) {
    const whom = pending.waitsFor.length ? `waits for ${some(pending.waitsFor)}` : "is being stored";
    yield problem("bad", "checkpoint", `Checkpoint ${pending.epoch} is under way for ${time(pending.sinceSeconds)}: it ${whom}`);
  }
  if (job.tasks.some((task) => task.activity === "HELD")) {
    yield problem("warn", "heldState", "Sources wait: too much state has changed, and a checkpoint has to be stored first");
  }
}

function some(names) {
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

function* stuckTasks(job) {
  for (const task of job.tasks.filter((one) => one.sinceSeconds >= STUCK_SECONDS)) {
    const where = task.step === null ? `task ${task.name}` : `'${task.step}' (task ${task.name})`;
    if (task.activity === "WORKING" && task.step !== null) {
      yield problem("bad", "long", `${where} has been at one piece of work for ${time(task.sinceSeconds)}`, task.step);
    } else if (task.activity === "RETRYING") {
      yield problem("warn", "retrying", `${where} has been repeating a call that fails for ${time(task.sinceSeconds)}`, task.step);
    } else if (task.activity === "OPENING") {
      yield problem("warn", "opening", `Task ${task.name} has been opening for ${time(task.sinceSeconds)}`);
    }
  }
}

/** How much a step is to blame; while its rate is not known yet, by what one item takes. */
const weight = ([step, busy]) => busy ?? (step.timePerItemSeconds ?? 0) * 1e-6;

/** Where items are held up: stages that are blocked, and the first after them that is not. */
function* pressure(job, history) {
  const share = (stage) => history.shares(job.tasks.filter((task) => task.stage === stage));
  const blocked = [...new Set(job.steps.map((step) => step.stage))].filter((stage) => share(stage)?.blocked >= PRESSED);
  const steps = new Map(job.steps.map((step) => [step.id, step]));
  const guilty = new Map();
  for (const channel of job.channels) {
    const [from, to] = [steps.get(channel.from), steps.get(channel.to)];
    if (from && to && blocked.includes(from.stage) && !blocked.includes(to.stage) && isFull(channel)) {
      guilty.set(to.stage, Math.max(guilty.get(to.stage) ?? 0, share(from.stage).blocked));
    }
  }
  for (const [stage, part] of guilty) {
    if (job.steps.some((step) => step.stage === stage && step.kind === "limitRate") && share(stage)?.paused >= PRESSED) {
      continue; // the limit is told of
    }
    const tasks = job.tasks.filter((task) => task.stage === stage);
    const slowest = job.steps
      .filter((step) => step.stage === stage)
      .map((step) => [step, history.busy(step, tasks.length)])
      .reduce((a, b) => (weight(b) > weight(a) ? b : a));
    const [step, busy] = slowest;
    const pace = rate(history.rate(step.id, "in"));
    const each = step.timePerItemSeconds === null ? "" : ` (${time(step.timePerItemSeconds)} for each item${busy === null ? "" : `, busy ${percent(busy)}`})`;
    yield problem("warn", "pressure", `'${step.name}' is the bottleneck: it takes ${pace}${each}, and what is before it waits ${percent(part)} of the time`, step.name);
  }
}

/** Rate limits that keep their tasks waiting: on purpose, but the cause all the same. */
function* limits(job, history) {
  for (const step of job.steps.filter((one) => one.kind === "limitRate")) {
    const paused = history.shares(job.tasks.filter((task) => task.stage === step.stage))?.paused;
    if (paused >= PRESSED) {
      yield problem("info", "limit", `The rate limit '${step.name}' (${step.description}) lets no more through: its tasks pause ${percent(paused)} of the time`, step.name);
    }
  }
}

function* quiet(job, history) {
  const { sources } = ends(job);
  const still = sources.map((step) => history.still(step.id, "out"));
  const reading = job.tasks.some((task) => task.activity === "READING" || task.activity === "WAITING");
  if (sources.length > 0 && job.tasks.length > 0 && reading && Math.min(...still) >= STUCK_SECONDS) {
    yield problem("info", "quiet", `No source has read anything for ${time(Math.min(...still))}`, sources[0].name);
  }
}

function* losses(job, history) {
  for (const step of job.steps) {
    const late = history.growth(step.id, "late", RECENT);
    if (late > 0) {
      yield problem("warn", "late", `${plural(late, "item")} came too late for '${step.name}' in the last minute (${count(step.late)} in all)`, step.name);
    }
    const lost = history.growth(step.id, "skipped", RECENT) + history.growth(step.id, "deadLettered", RECENT);
    if (lost > 0) {
      const last = step.lastFailure ? `; the last: ${step.lastFailure.message}` : "";
      yield problem("warn", "lost", `'${step.name}' failed on ${plural(lost, "item")} in the last minute${last}`, step.name);
    }
  }
}
