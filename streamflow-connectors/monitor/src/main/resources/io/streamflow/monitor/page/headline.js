// How the job is: one line in words, the problems below it, and the numbers that matter most.

import { el, setAttributes, setText, stepLink, sync } from "./dom.js";
import { ends } from "./history.js";
import { isOver } from "./problems.js";
import { drawSpark, spark } from "./spark.js";
import { eventTime } from "./watermarks.js";
import { between, bytes, count, moment, percent, plural, rate, time } from "./units.js";

const MARKS = { bad: "✕", warn: "!", info: "i" };
const SHOWN = 6;
const PILLS = { RUNNING: "good", COMPLETED: "good", FAILED: "bad", STOPPING: "warn", CANCELLED: "warn" };

export function showHeader(job) {
  const status = document.getElementById("status");
  setText(status, job.status.toLowerCase());
  setAttributes(status, { class: `pill ${PILLS[job.status] ?? ""}` });
  const failed = job.lastFailure && job.status !== "FAILED" ? `, the last after ${moment(job.lastFailure.at, job.taken)}` : "";
  const restarts = job.restarts ? ` · ${plural(job.restarts, "restart")}${failed}` : "";
  const facts = `up ${time(job.ageSeconds)} · parallelism ${job.parallelism}${restarts}`;
  setText(document.getElementById("facts"), isOver(job) ? `started ${moment(job.started, job.taken)}${restarts}` : facts);
}

export function headline(job, history, found) {
  const { sources, sinks } = ends(job);
  const sum = (steps, name) => steps.reduce((total, step) => total + step[name], 0);
  const pace = (steps) => total(steps.map((step) => history.rate(step.id, "out")));
  const done = `${plural(sum(sources, "out"), "item")} read, ${count(sum(sinks, "out"))} written`;
  switch (job.status) {
    case "COMPLETED":
      return `Completed: all input was read, and everything is written. ${done}.`;
    case "STOPPED":
      return `Stopped: everything read until then is written. ${done}.`;
    case "CANCELLED":
      return `Cancelled: what was in flight is lost. ${done}.`;
    case "FAILED":
      return `Failed. ${done}.`;
    case "STOPPING":
      return `Stopping: what was read is being written. ${done}.`;
  }
  if (job.tasks.length === 0) {
    return job.lastFailure ? "Not running: it waits to be started again." : "Starting.";
  }
  const opening = job.tasks.filter((task) => task.activity === "OPENING").length;
  if (opening > 0) {
    return `Starting: ${opening} of ${plural(job.tasks.length, "task")} being opened.`;
  }
  const worst = found[0]?.level;
  const word = worst === "bad" ? "Running, but in trouble" : worst === "warn" ? "Running, with something to look at" : "Running well";
  const [read, written] = [pace(sources), pace(sinks)];
  return read === null ? `${word}.` : `${word}: ${rate(read)} read, ${rate(written)} written.`;
}

function total(values) {
  return values.some((value) => value === null) ? null : values.reduce((a, b) => a + b, 0);
}

export function showProblems(found) {
  const shown = found.slice(0, SHOWN);
  if (found.length > SHOWN) {
    shown.push({ level: "info", text: `and ${found.length - SHOWN} more, shown at their steps`, key: "more" });
  }
  sync(
    document.getElementById("problems"),
    shown,
    () => el("li", {}, el("span", { class: "mark", "aria-hidden": "true" }), el("span", {}, el("span"), " ", stepLink(""))),
    (li, one) => {
      setAttributes(li, { class: `problem ${one.level}` });
      setText(li.children[0], MARKS[one.level]);
      const [words, link] = li.children[1].children;
      setText(words, one.text);
      link.hidden = one.step === undefined || one.step === null;
      setText(link, "Why?");
      setAttributes(link, { "data-step": one.step ?? "", "aria-label": `Why? Show ${one.step ?? ""}` });
    },
  );
}

/** Said aloud only when there is another most important problem, not when its numbers change. */
export function announce(found, status) {
  const place = document.getElementById("announce");
  const key = found[0] ? found[0].key : status;
  if (place.dataset.key !== key) {
    place.dataset.key = key;
    setText(place, found[0] ? found[0].text : `The job is ${status.toLowerCase()}.`);
  }
}

export function showTiles(job, history, found) {
  const { sources, sinks } = ends(job);
  const flow = (steps) => total(steps.map((step) => history.rate(step.id, "out")));
  const sum = (steps, name) => steps.reduce((all, step) => all + step[name], 0);
  const series = (steps) => history.series(steps.map((step) => step.id), "out");
  const tiles = [
    { name: "Read", big: rate(flow(sources)), small: `${count(sum(sources, "out"))} in all`, points: series(sources) },
    { name: "Written", big: rate(flow(sinks)), small: `${count(sum(sinks, "out"))} in all`, points: series(sinks) },
    eventTile(job, found),
    checkpointTile(job),
    lossTile(job, history),
  ].filter(Boolean);
  sync(document.getElementById("tiles"), tiles, tile, (element, one) => {
    const [name, big, small, line] = element.children;
    setAttributes(element, { class: `tile ${one.level ?? ""}` });
    setText(name, one.name);
    setText(big, one.big);
    setText(small, one.small);
    line.hidden = !one.points;
    if (one.points) {
      drawSpark(line.firstElementChild, one.points, 22);
    }
  });
}

function tile() {
  return el("div", {}, el("dt"), el("dd", { class: "big" }), el("dd", { class: "small" }), el("dd", {}, spark(22)));
}

function eventTile(job, found) {
  if (job.partitions.every((one) => one.watermark === null && one.greatest === null)) {
    return null;
  }
  const { watermark, behind } = eventTime(job);
  const days = behind !== null && behind > 48 * 3600;
  const big = watermark === null ? "none yet" : days ? moment(watermark, job.taken) : `${time(behind)} behind`;
  const small = watermark === null ? "a partition has no item" : days ? "how far event time is" : `watermark ${moment(watermark, job.taken)}`;
  return { name: "Event time", big, small, level: found.some((one) => one.key.startsWith("held ")) ? "bad" : "" };
}

function checkpointTile(job) {
  if (job.checkpoints === null) {
    return null;
  }
  const { recent, pending, completed, failures } = job.checkpoints;
  const last = recent.at(-1);
  const age = last ? Math.max(0, between(last.completed, job.taken)) : null;
  const ago = age === null ? "none yet" : age < 1 ? "just now" : `${time(age)} ago`;
  const under = pending ? `; ${pending.epoch} under way` : "";
  const small = last ? `took ${time(last.durationSeconds)}, ${bytes(last.bytes)}${under}` : `${count(completed)} stored${under}`;
  return { name: "Last checkpoint", big: ago, small, level: failures > 0 ? "warn" : "" };
}

function lossTile(job, history) {
  const sum = (name) => job.steps.reduce((all, step) => all + step[name], 0);
  const lost = sum("skipped") + sum("deadLettered");
  const growing = job.steps.some((step) => ["late", "skipped", "deadLettered"].some((name) => history.growth(step.id, name, 60) > 0));
  const share = ends(job).sources.reduce((all, step) => all + step.out, 0);
  const part = share > 0 && lost > 0 ? ` (${lost / share < 0.005 ? "<1\u00a0%" : percent(lost / share)})` : "";
  return {
    name: "Late and failed",
    big: count(sum("late") + lost),
    small: `${count(sum("late"))} late, ${count(lost)} failed${part}`,
    level: growing ? "warn" : "",
  };
}
