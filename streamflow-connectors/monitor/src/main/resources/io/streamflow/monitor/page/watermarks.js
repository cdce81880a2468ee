// How far event time has come, and which partition keeps it from going on.

import { between } from "./units.js";

/**
 * The partitions of sources whose items meet somewhere, such as in a join: there the least of their
 * watermarks counts. One array for each such set of sources.
 */
export function groups(job) {
  const sources = new Map(job.steps.map((step) => [step.id, new Set()])); // by step, those above it
  const set = new Map(); // by source, the sources that it meets
  for (const step of job.steps) {
    const above = sources.get(step.id);
    if (step.upstreams.length === 0) {
      above.add(step.name);
      set.set(step.name, new Set([step.name]));
    }
    step.upstreams.forEach((up) => sources.get(up).forEach((name) => above.add(name)));
    const met = new Set([...above].flatMap((name) => [...set.get(name)]));
    met.forEach((name) => set.set(name, met));
  }
  return [...new Set(set.values())]
    .map((names) => job.partitions.filter((one) => names.has(one.step)))
    .filter((group) => group.length > 0);
}

/** Partitions, the one that holds the watermark back most first. */
export function holdingOrder(partitions) {
  const standing = ["ACTIVE", "AHEAD", "IDLE", "ENDED"];
  return partitions.toSorted(
    (a, b) =>
      standing.indexOf(a.standing) - standing.indexOf(b.standing) ||
      (a.watermark === null ? -Infinity : Date.parse(a.watermark)) -
        (b.watermark === null ? -Infinity : Date.parse(b.watermark)) ||
      b.silentSeconds - a.silentSeconds || 0,
  );
}

/** How far the others of its group are ahead of a partition, in seconds; null when none is. */
export function heldBack(partition, group) {
  const others = group.filter((one) => one !== partition && one.watermark !== null);
  if (partition.standing !== "ACTIVE" || others.length === 0) {
    return null;
  }
  const furthest = Math.max(...others.map((one) => Date.parse(one.watermark)));
  return partition.watermark === null ? Infinity : (furthest - Date.parse(partition.watermark)) / 1000;
}

/** How far event time is behind the clock: {watermark, behind} of the sources' partitions. */
export function eventTime(job) {
  const active = job.partitions.filter((one) => one.standing === "ACTIVE" || one.standing === "AHEAD");
  const known = active.filter((one) => one.watermark !== null).map((one) => one.watermark);
  const missing = active.some((one) => one.standing === "ACTIVE" && one.watermark === null);
  const least = known.length && !missing ? known.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a)) : null;
  return { watermark: least, behind: between(least, job.taken) };
}
