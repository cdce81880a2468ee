// The tables below the pipeline. One is shown when there is something in it.

import { el, setText, Table } from "./dom.js";
import { ends } from "./history.js";
import { isFull } from "./problems.js";
import { meter, shareBar } from "./spark.js";
import { groups, heldBack, holdingOrder } from "./watermarks.js";
import { bytes, count, moment, NONE, percent, rate, time } from "./units.js";

const FEW = 12;

/** What a task is doing, in words. */
export function activity(task) {
  const word = task.activity.toLowerCase();
  const where = task.step === null ? "" : task.activity === "BLOCKED" ? ` before '${task.step}'` : ` on '${task.step}'`;
  return `${word}${where}`;
}

/** The columns of tasks; {@code seen} gives {job, history}. */
export function taskColumns(seen, stage = true) {
  return [
    { title: "task", nowrap: true, cell: (task) => task.name },
    ...(stage ? [{ title: "stage", num: true, wide: true, cell: (task) => String(task.stage) }] : []),
    { title: "doing", cell: (task) => `${activity(task)}, ${time(task.sinceSeconds)}` },
    { title: "its time", nowrap: true, cell: (task) => shareBar(seen().history.shares([task]), 72) },
    { title: "watermark", num: true, wide: true, cell: (task) => moment(task.watermark, seen().job.taken) },
  ];
}

export class Panels {
  constructor(parent) {
    this.parent = parent;
    const now = () => this.job.taken;
    this.all = [
      this.partitions(now),
      new Panel("Sinks", (job) => ends(job).sinks, this.sinkColumns()),
      new Panel("Late and failed", lossy, lossColumns(now)),
      new StatePanel("State", (job) => job.steps.filter((step) => step.state !== null || step.openWindow !== null), stateColumns(now)),
      new Panel("Channels", (job) => job.channels.toSorted((a, b) => b.fullest / b.capacity - a.fullest / a.capacity), this.channelColumns()),
      new Panel("Tasks", (job) => job.tasks.toSorted((a, b) => a.stage - b.stage || a.subtask - b.subtask), taskColumns(() => this)),
    ];
    parent.append(...this.all.map((panel) => panel.element));
  }

  show(job, history) {
    Object.assign(this, { job, history });
    this.all.forEach((panel) => panel.show(job));
  }

  name(id) {
    return this.job.steps.find((step) => step.id === id)?.name ?? String(id);
  }

  partitions(now) {
    const group = (one) => groups(this.job).find((all) => all.includes(one)) ?? [one];
    // That which is furthest behind, by more than what goes up and down anyway.
    const first = (one) => heldBack(one, group(one)) >= 5 && holdingOrder(group(one))[0] === one;
    const columns = [
      { title: "partition", name: true, cell: (one) => one.name },
      { title: "source", wide: true, cell: (one) => ({ step: one.step }) },
      { title: "counts as", nowrap: true, cell: (one) => (first(one) ? el("span", { class: "tag" }, "▲ holds back") : one.standing.toLowerCase()) },
      { title: "watermark", num: true, wide: true, cell: (one) => moment(one.watermark, now()) },
      { title: "behind", num: true, cell: (one) => behindWords(heldBack(one, group(one))) },
      { title: "silent", num: true, cell: (one) => time(one.silentSeconds) },
      { title: "idle after", num: true, wide: true, cell: (one) => (one.idleAfterSeconds === null ? "never" : time(one.idleAfterSeconds)) },
      { title: "lag", num: true, wide: true, cell: (one) => count(one.lag) },
    ];
    return new Panel("Source partitions, the one that holds the watermark back first", (job) => holdingOrder(job.partitions), columns, first);
  }

  sinkColumns() {
    const outbox = (step) => this.job.outboxes.find((one) => one.sink === step.name);
    const waiting = (box) => (box ? (box.epochs ? `${bytes(box.bytes)}, ${time(box.oldestSeconds)}` : "nothing") : NONE);
    return [
      { title: "sink", name: true, cell: (step) => ({ step: step.name }) },
      { title: "written", num: true, cell: (step) => rate(this.history.rate(step.id, "out")) },
      { title: "median", num: true, wide: true, cell: (step) => time(step.latency?.medianSeconds) },
      { title: "p99", num: true, cell: (step) => time(step.latency?.p99Seconds) },
      { title: "max", num: true, wide: true, cell: (step) => time(step.latency?.maxSeconds) },
      { title: "in the outbox", nowrap: true, cell: (step) => waiting(outbox(step)) },
      { title: "", cell: (step) => (outbox(step)?.failure ? el("span", { class: "tag bad" }, "✕ " + outbox(step).failure) : "") },
    ];
  }

  channelColumns() {
    const words = (one) => `${one.fullest} of ${one.capacity}`;
    return [
      { title: "from", name: true, cell: (one) => ({ step: this.name(one.from) }) },
      { title: "to", name: true, cell: (one) => ({ step: this.name(one.to) }) },
      { title: "fullest", nowrap: true, cell: (one) => el("span", {}, meter(one.fullest / one.capacity, words(one), isFull(one)), " " + words(one)) },
      { title: "waiting", num: true, wide: true, cell: (one) => count(one.queued) },
      { title: "channels", num: true, wide: true, cell: (one) => count(one.channels) },
    ];
  }
}

class Panel {
  constructor(title, rows, columns, marked) {
    Object.assign(this, { rows, marked });
    this.table = new Table(columns, title);
    this.more = el("button", { type: "button", class: "link more" });
    this.more.addEventListener("click", () => {
      this.whole = !this.whole;
      this.show(this.job);
    });
    this.element = el("section", { class: "card", "aria-label": title }, el("div", { class: "card-head" }, el("h2", {}, title)), this.table.element);
    this.table.element.append(this.more);
  }

  show(job) {
    this.job = job;
    const rows = this.rows(job);
    this.element.hidden = rows.length === 0;
    this.more.hidden = rows.length <= FEW;
    setText(this.more, this.whole ? `show ${FEW}` : `show all ${rows.length}`);
    this.table.show(this.whole ? rows : rows.slice(0, FEW), this.marked);
  }
}

/** With the size of the file, which all steps share. */
class StatePanel extends Panel {
  show(job) {
    super.show(job);
    this.file ??= this.element.appendChild(el("p", { class: "note" }));
    const { fileBytes, logBytes } = job.checkpoints ?? { fileBytes: 0 };
    this.file.hidden = !fileBytes;
    setText(this.file, `file ${bytes(fileBytes)}, of which ${bytes(logBytes ?? 0)} of changes are in memory, too`);
  }
}

function behindWords(seconds) {
  return seconds === null || seconds <= 0 ? NONE : seconds === Infinity ? "no item" : time(seconds);
}

function lossy(job) {
  return job.steps.filter((step) => step.late + step.skipped + step.deadLettered + step.retries > 0 || step.lastFailure !== null);
}

function lossColumns(now) {
  const last = (step) => (step.lastFailure ? `${moment(step.lastFailure.at, now())}: ${step.lastFailure.message}` : "");
  return [
    { title: "step", name: true, cell: (step) => ({ step: step.name }) },
    { title: "late", num: true, cell: (step) => count(step.late) },
    { title: "skipped", num: true, cell: (step) => count(step.skipped) },
    { title: "dead-lettered", num: true, cell: (step) => count(step.deadLettered) },
    { title: "retries", num: true, cell: (step) => count(step.retries) },
    { title: "last failure", cell: last },
  ];
}

function stateColumns(now) {
  const cached = (state) => (state && state.hits + state.misses > 0 ? state.hits / (state.hits + state.misses) : null);
  const hits = (step) => (cached(step.state) === null ? NONE : el("span", {}, meter(cached(step.state), "read from cache", false, 48), " " + percent(cached(step.state))));
  return [
    { title: "step", name: true, cell: (step) => ({ step: step.name }) },
    { title: "entries", num: true, cell: (step) => count(step.state?.entries) },
    { title: "size", num: true, cell: (step) => (step.state?.bytes ? bytes(step.state.bytes) : NONE) },
    { title: "from cache", nowrap: true, cell: hits },
    { title: "oldest window closes", num: true, wide: true, cell: (step) => moment(step.openWindow?.end, now()) },
  ];
}
