// What a step's box says beside its rate: the most important of what there is to say.

import { RECENT } from "./problems.js";
import { count, moment, time } from "./units.js";

const WORDS = { pressure: "! bottleneck", held: "! holds watermark", long: "! busy for long", retrying: "! retrying" };

/** {level, badge} of a step, given all problems of its job. */
export function stepMarks(job, step, history, found) {
  const outbox = job.outboxes.find((one) => one.sink === step.name);
  const failing = (job.status === "FAILED" || job.tasks.length === 0) && job.lastFailure?.step === step.name;
  const grows = (...names) => names.some((name) => history.growth(step.id, name, RECENT) > 0);
  const lost = step.skipped + step.deadLettered;
  if (failing || outbox?.failure) {
    return { level: "bad", badge: failing ? "✕ failed" : "✕ not delivering" };
  }
  const held = found.find((one) => one.step === step.name && WORDS[one.key.split(" ")[0]]);
  if (held) {
    return { level: held.level, badge: WORDS[held.key.split(" ")[0]] };
  }
  if (lost > 0) {
    return { level: grows("skipped", "deadLettered") ? "warn" : "", badge: `! ${count(lost)} failed` };
  }
  if (step.late > 0) {
    return { level: grows("late") ? "warn" : "", badge: `${count(step.late)} late` };
  }
  if (step.latency) {
    return { level: "", badge: `p99 ${time(step.latency.p99Seconds)}` };
  }
  if (step.openWindow) {
    return { level: "", badge: `closes ${moment(step.openWindow.end, job.taken)}` };
  }
  if (step.state) {
    return { level: "", badge: `${count(step.state.entries)} in state` };
  }
  return { level: "", badge: "" };
}
