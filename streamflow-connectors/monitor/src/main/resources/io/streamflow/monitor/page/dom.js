// Makes and changes elements. Whatever comes from a job is put in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Changes the text only when it is another, so that selections and readers are left in peace. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (element.getAttribute(name) !== text) {
      element.setAttribute(name, text);
    }
  }
}

/** One child for each item: those that are there are kept and changed. */
export function sync(parent, items, create, update) {
  items.forEach((item, i) => {
    let child = parent.children[i];
    if (!child) {
      child = create(item);
      parent.append(child);
    }
    update(child, item, i);
  });
  while (parent.children.length > items.length) {
    parent.lastElementChild.remove();
  }
}

/** A button that leads to a step. */
export function stepLink(name) {
  const button = el("button", { type: "button", class: "link", "data-step": name }, name);
  return button;
}

/**
 * A table whose cells are changed in place. A column is {title, cell(row)}, and num, wide, name or
 * nowrap; a cell's content is text, a node, or {step: name} for a link to it.
 */
export class Table {
  constructor(columns, label) {
    this.columns = columns;
    this.body = el("tbody");
    const head = columns.map((c) => el("th", { scope: "col", class: classes(c) }, c.title));
    this.element = el(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": label },
      el("table", { "aria-label": label }, el("thead", {}, el("tr", {}, ...head)), this.body),
    );
  }

  show(rows, marked = () => false) {
    sync(
      this.body,
      rows,
      () => el("tr", {}, ...this.columns.map((c) => el("td", { class: classes(c) }))),
      (tr, row) => {
        tr.classList.toggle("marked", marked(row));
        this.columns.forEach((column, i) => put(tr.children[i], column.cell(row)));
      },
    );
  }
}

function classes(column) {
  return ["num", "wide", "name", "nowrap"].filter((name) => column[name]).join(" ") || null;
}

function put(cell, content) {
  if (content instanceof Node) {
    cell.replaceChildren(content);
  } else if (content && content.step !== undefined) {
    let link = cell.querySelector("button");
    if (!link) {
      link = stepLink(content.step);
      cell.replaceChildren(link);
    }
    setText(link, content.step);
    link.dataset.step = content.step;
  } else {
    setText(cell, content ?? "");
  }
}
