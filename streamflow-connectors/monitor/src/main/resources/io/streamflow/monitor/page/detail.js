// The selected step: why it waits, its numbers, and the tasks that run it.

import { el, setText, Table } from "./dom.js";
import { ask } from "./asking.js";
import { activity, taskColumns } from "./panels.js";
import { drawSpark, spark } from "./spark.js";
import { bytes, count, moment, percent, rate, time } from "./units.js";

const WHY_MILLIS = 2000;

export class Detail {
  constructor(place, close) {
    this.place = place;
    this.title = el("h2", { id: "detail-title", tabindex: "-1" });
    this.kind = el("span", { class: "muted" });
    const button = el("button", { type: "button", class: "close" }, "Close (Esc)");
    button.addEventListener("click", close);
    this.why = el("p", { class: "why" });
    this.failure = el("p", { class: "failure" });
    this.facts = el("dl", { class: "facts" });
    this.line = spark(44);
    this.caption = el("h3");
    this.tasks = new Table(taskColumns(() => this, false), "Tasks of this step's stage");
    const column = (heading, ...content) => el("div", {}, el("h3", {}, heading), ...content);
    place.append(
      el("div", { class: "card-head" }, el("div", { class: "detail-name" }, this.title, this.kind), button),
      el(
        "div",
        { class: "detail-body" },
        column("What it waits for", this.why, this.failure),
        el("div", {}, this.caption, el("div", { class: "detail-spark" }, this.line), this.facts),
        column("Tasks of its stage", this.tasks.element),
      ),
    );
  }

  show(job, step, history, stale) {
    Object.assign(this, { job, history });
    this.place.hidden = step === undefined;
    if (step === undefined) {
      this.asked = null;
      return;
    }
    setText(this.title, step.name);
    setText(this.kind, step.description ? `${step.kind} · ${step.description}` : step.kind);
    const failure = step.lastFailure;
    this.failure.hidden = failure === null;
    setText(this.failure, failure ? `Last failure, ${moment(failure.at, job.taken)}: ${failure.message}` : "");
    setText(this.caption, `${rate(history.rate(step.id, "out"))} out, the last minutes`);
    drawSpark(this.line, history.series([step.id], "out"), 44);
    this.showFacts(facts(job, step, history));
    this.tasks.show(job.tasks.filter((task) => task.stage === step.stage));
    if (!stale) {
      this.askWhy(job, step);
    }
  }

  showFacts(pairs) {
    const flat = pairs.flatMap(([name, value]) => [["dt", name], ["dd", value]]);
    while (this.facts.children.length > flat.length) {
      this.facts.lastElementChild.remove();
    }
    flat.forEach(([tag, text], i) => setText(this.facts.children[i] ?? this.facts.appendChild(el(tag)), text));
  }

  async askWhy(job, step) {
    const key = `${job.id} ${step.id}`;
    if (this.asked?.key === key && Date.now() - this.asked.at < WHY_MILLIS) {
      return;
    }
    if (this.asked?.key !== key) {
      setText(this.why, "");
    }
    this.asked = { key, at: Date.now() };
    let words;
    try {
      words = (await ask(`api/why?id=${job.id}&step=${encodeURIComponent(step.name)}`)).why;
    } catch (error) {
      words = `That could not be asked: ${error.message}`;
    }
    if (this.asked?.key === key) {
      if (this.why.textContent === "") {
        setText(document.getElementById("announce"), words); // said aloud once, not at each change
      }
      setText(this.why, words);
    }
  }
}

function facts(job, step, history) {
  const paced = (name) => `${count(step[name])} (${rate(history.rate(step.id, name))})`;
  const tasks = job.tasks.filter((task) => task.stage === step.stage);
  const busy = history.busy(step, tasks.length);
  const state = step.state;
  const window = step.openWindow;
  return [
    ["in", paced("in")],
    ["out", paced("out")],
    step.timePerItemSeconds !== null && ["time for an item", time(step.timePerItemSeconds)],
    busy !== null && ["busy", `${percent(busy)} of its tasks' time`],
    step.latency && ["latency", `median ${time(step.latency.medianSeconds)}, p99 ${time(step.latency.p99Seconds)}, max ${time(step.latency.maxSeconds)}`],
    window && ["oldest open window", `${window.start ? moment(window.start, job.taken) + " – " : "until "}${moment(window.end, job.taken)}`],
    state && ["state on the heap", `${count(state.entries)} entries${state.bytes ? `, ${bytes(state.bytes)}` : ""}`],
    state && state.hits + state.misses > 0 && ["read from cache", percent(state.hits / (state.hits + state.misses))],
    step.late > 0 && ["too late", paced("late")],
    step.skipped > 0 && ["skipped", paced("skipped")],
    step.deadLettered > 0 && ["dead-lettered", paced("deadLettered")],
    step.retries > 0 && ["retries", paced("retries")],
    ["now", [...new Set(tasks.map((task) => activity(task)))].join("; ") || "not running"],
  ].filter(Boolean);
}
