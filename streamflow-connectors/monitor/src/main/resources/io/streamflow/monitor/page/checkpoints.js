// The checkpoints of late: how long each took, how long tasks stood still for it, how much changed.

import { el, setAttributes, setText, svg, sync } from "./dom.js";
import { bytes, count, moment, time } from "./units.js";

const WIDTH = 300;
const HEIGHT = 56;
const SLOTS = 100;
const CHARTS = [
  { title: "duration", value: (one) => one.durationSeconds, words: time },
  { title: "longest pause", value: (one) => one.longestPauseSeconds, words: time },
  { title: "changed", value: (one) => one.bytes, words: bytes },
];

export class Checkpoints {
  constructor() {
    this.note = el("p", { class: "note" });
    this.charts = CHARTS.map((chart) => ({ ...chart, ...figure() }));
    this.element = el(
      "section",
      { class: "card", "aria-label": "Checkpoints" },
      el("div", { class: "card-head" }, el("h2", {}, "Checkpoints")),
      el("div", { class: "charts" }, ...this.charts.map((chart) => chart.element)),
      this.note,
    );
  }

  show(job) {
    this.element.hidden = job.checkpoints === null;
    if (job.checkpoints === null) {
      return;
    }
    const { recent, pending, completed, failures, intervalSeconds } = job.checkpoints;
    const failed = failures ? `, ${count(failures)} could not be stored` : "";
    const whom = pending?.waitsFor.length ? `waits for ${pending.waitsFor.join(", ")}` : "is being stored";
    const under = pending ? ` Number ${pending.epoch}, begun ${time(pending.sinceSeconds)} ago, ${whom}.` : "";
    setText(this.note, `${count(completed)} stored${failed}; at least one every ${time(intervalSeconds)}.${under}`);
    this.charts.forEach((chart) => draw(chart, recent, job.taken));
  }
}

function figure() {
  const caption = el("figcaption", {}, el("span"), el("b"));
  const bars = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" });
  const most = el("small");
  return { caption, bars, most, element: el("figure", { class: "chart" }, caption, bars, most) };
}

function draw({ title, value, words, caption, bars, most: note }, recent, now) {
  const values = recent.map(value);
  const most = Math.max(0, ...values);
  const slots = Math.max(20, Math.min(SLOTS, recent.length));
  const step = WIDTH / slots;
  setText(caption.children[0], title);
  setText(note, recent.length ? `at most ${words(most)}` : "none yet");
  setText(caption.children[1], recent.length ? words(values.at(-1)) : "–");
  setAttributes(bars, { "aria-label": `${title} of the last ${recent.length} checkpoints, at most ${words(most)}` });
  sync(
    bars,
    recent,
    () => svg("rect", { rx: 0.5 }, svg("title")),
    (bar, one, i) => {
      const height = most > 0 ? Math.max(1, (value(one) / most) * (HEIGHT - 2)) : 1;
      const x = WIDTH - (recent.length - i) * step;
      setAttributes(bar, { x: x.toFixed(2), y: HEIGHT - height, width: (step * 0.8).toFixed(2), height });
      setText(bar.firstChild, `checkpoint ${one.epoch}, ${moment(one.completed, now)}: ${words(value(one))}, ${count(one.entries)} entries`);
    },
  );
}
