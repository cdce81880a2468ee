// Puts the page together: asks for the job, keeps what was seen, and shows it.

import { ask, everySecond } from "./asking.js";
import { Checkpoints } from "./checkpoints.js";
import { Detail } from "./detail.js";
import { el, setText, sync } from "./dom.js";
import { Graph } from "./graph.js";
import { announce, headline, showHeader, showProblems, showTiles } from "./headline.js";
import { History } from "./history.js";
import { legend } from "./legend.js";
import { Panels } from "./panels.js";
import { isOver, problems } from "./problems.js";
import { moment, time } from "./units.js";

const $ = (id) => document.getElementById(id);
const OVER = ["COMPLETED", "STOPPED", "CANCELLED", "FAILED"];

let history = new History();
let job = null;
let picked = null; // the number of the job that was picked; null is the newest that runs
let selected = null; // the name of a step
let answered = null; // when the monitor last did

const graph = new Graph($("graph"), select);
const detail = new Detail($("detail"), () => select(null));
const checkpoints = new Checkpoints();
const panels = new Panels($("panels"));
$("panels").children[0].after(checkpoints.element);
legend($("legend"));

const turn = everySecond(async () => {
  try {
    const { jobs } = await ask("api/jobs");
    showPicker(jobs);
    const chosen = choose(jobs);
    const view = chosen && (await ask(`api/job?id=${chosen.id}`));
    answered = Date.now();
    take(view ?? null);
  } catch (error) {
    lost(error);
  }
});

function choose(jobs) {
  const own = jobs.find((one) => one.id === picked);
  return own ?? jobs.findLast((one) => !OVER.includes(one.status)) ?? jobs.at(-1);
}

function take(view) {
  document.body.classList.remove("stale");
  $("lost").hidden = true;
  $("empty").hidden = view !== null;
  $("job").hidden = view === null;
  setText($("connection"), "live");
  if (view === null) {
    setText($("empty"), "No job was started in this process yet. One is shown here as soon as it starts.");
    return;
  }
  if (job?.id !== view.id) {
    history = new History();
  }
  job = view;
  history.add(job);
  document.body.classList.toggle("over", isOver(job));
  document.title = `${job.name} – ${job.status.toLowerCase()}`;
  setText($("name"), job.name);
  render();
}

function render() {
  const found = problems(job, history);
  const stale = document.body.classList.contains("stale");
  showHeader(job);
  setText($("headline"), headline(job, history, found));
  showProblems(found);
  announce(found, job.status);
  showTiles(job, history, found);
  graph.show(job, history, selected, found);
  detail.show(job, job.steps.find((step) => step.name === selected), history, stale);
  panels.show(job, history);
  checkpoints.show(job);
}

/** The last that was known stays, grey, with the time that it is from. */
function lost(error) {
  document.body.classList.add("stale");
  $("lost").hidden = false;
  const answer = error.status ? `It answers: ${error.message}` : "The process may have ended, or cannot be reached.";
  const since = answered === null ? "No answer yet." : `No answer since ${moment(new Date(answered).toISOString(), new Date())}; what is shown is from then.`;
  setText($("lost"), `${since} ${answer} Asked again every second.`);
  setText($("connection"), answered === null ? "no answer" : `no answer for ${time((Date.now() - answered) / 1000)}`);
}

function select(name) {
  const before = selected;
  selected = name === selected ? null : name;
  if (job !== null) {
    render();
  }
  const step = document.querySelector(`.step[data-name="${CSS.escape(selected ?? before ?? "")}"]`);
  if (selected === null) {
    step?.focus({ preventScroll: true });
  } else {
    $("detail").scrollIntoView({ block: "nearest", behavior: "smooth" });
  }
}

function showPicker(jobs) {
  const picker = $("picker");
  const many = jobs.length > 1;
  picker.hidden = !many;
  $("name").hidden = many;
  sync(
    picker,
    jobs,
    () => el("option"),
    (option, one) => {
      const twice = jobs.filter((other) => other.name === one.name).length > 1;
      option.value = one.id;
      setText(option, `${one.name}${twice ? ` #${one.id}` : ""} (${one.status.toLowerCase()})`);
    },
  );
  if (document.activeElement !== picker) {
    picker.value = String(choose(jobs)?.id ?? "");
  }
}

$("picker").addEventListener("change", (event) => {
  picked = Number(event.target.value);
  selected = null;
  turn();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("button[data-step]");
  if (link && link.dataset.step !== selected) {
    select(link.dataset.step);
  } else if (link) {
    $("detail").scrollIntoView({ block: "nearest", behavior: "smooth" });
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && selected !== null) {
    select(null);
  }
});
