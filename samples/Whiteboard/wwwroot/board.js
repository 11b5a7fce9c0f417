// Pens, ink and paper. A line is { colour, width, points: [x, y, x, y, ...] } on a board of 1600 by 1200.
import { element } from "./chat/elements.js";

const $ = (id) => document.getElementById(id);
const paper = "#ffffff";
const colours = { Ink: "#1f2326", Red: "#e5484d", Orange: "#f5a524", Green: "#46a758", Blue: "#0090ff", Violet: "#8e4ec6" };
const widths = { Fine: 4, Medium: 10, Broad: 26 };

export class Board {
  #actions;
  #ink = contextOf("ink");
  #wet = contextOf("wet");
  #wetLines = new Set();
  #pens = new Map();
  #hover = null;
  #frame = 0;
  #colour = colours.Ink;
  #width = widths.Medium;
  #broader = 1;

  constructor(actions) {
    this.#actions = actions;
    this.clear();
    this.#showWet();
    this.#listen();
    this.#showTools();
  }

  paint(line) {
    stroke(this.#ink, line);
    $("board").classList.add("drawn");
  }

  // Whole, so that a saved picture has paper under its ink.
  clear() {
    this.#ink.fillStyle = paper;
    this.#ink.fillRect(0, 0, 1600, 1200);
    $("board").classList.toggle("drawn", this.#wetLines.size > 0);
  }

  // The line is in the picture: what still is not is drawn anew.
  dry(line) {
    this.#wetLines.delete(line);
    this.#showWet();
    this.#wet.clearRect(0, 0, 1600, 1200);
    this.#wetLines.forEach((other) => stroke(this.#wet, other));
  }

  // How much of what we have drawn the server has not confirmed yet.
  #showWet() {
    $("board").dataset.wet = this.#wetLines.size;
  }

  // Drawing ------------------------------------------------------------------------------------------------------------

  #listen() {
    const canvas = $("wet");

    canvas.onpointerdown = (event) => {
      if (event.button === 0) {
        canvas.setPointerCapture(event.pointerId);
        this.#pens.set(event.pointerId, { colour: this.#colour, width: this.#width * this.#broader, points: place(event) });
        this.#soon();
      }
    };

    // Every finger is a pen of its own. A pen may be faster than the screen: its positions are sent together, once a frame.
    canvas.onpointermove = (event) => {
      const pen = this.#pens.get(event.pointerId);
      this.#hover = place(event);
      pen && (event.getCoalescedEvents?.() ?? []).concat(event).forEach((part) => pen.points.push(...place(part)));
      this.#soon();
    };

    canvas.onpointerup = canvas.onpointercancel = (event) => {
      this.#flush();
      this.#pens.delete(event.pointerId);
    };
  }

  #soon() {
    this.#frame ||= requestAnimationFrame(() => this.#flush());
  }

  #flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#hover && this.#actions.moved(...this.#hover);
    this.#hover = null;

    for (const pen of this.#pens.values()) {
      const points = withoutRepeats(pen.points);

      if (points.length > 2 || !pen.started) {
        // The next line begins where this one ends.
        const line = { colour: pen.colour, width: pen.width, points: points.slice(0, 2000) };
        pen.points = points.slice(line.points.length - 2);
        pen.started = true;
        this.#wetLines.add(line);
        this.#showWet();
        stroke(this.#wet, line);
        $("board").classList.add("drawn");
        this.#actions.drawn(line);
      }
    }
  }

  // Choosing -----------------------------------------------------------------------------------------------------------

  #showTools() {
    const use = (colour, broader = 1) => [this.#colour, this.#broader] = [colour, broader];

    for (const [name, colour] of Object.entries(colours)) {
      choice("colours", name, swatch(colour), () => use(colour));
    }

    const other = choice("colours", "Another colour", element("i", "other"), () => use(picker.value), "label");
    const picker = other.appendChild(Object.assign(element("input"), { type: "color", value: "#12a594" }));
    picker.setAttribute("aria-label", "Another colour");
    picker.oninput = () => use(picker.value);

    // Rubbing out is painting with paper.
    const rubber = element("span");
    rubber.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m4.500 14.500 8-8.500a2 2 0 0 1 2.800 0l4 4a2 2 0 0 1 0 2.800L12.500 20H9zM9 10.500l6 6M12 20h8"/></svg>';
    choice("colours", "Eraser", rubber, () => use(paper, 3));

    for (const [name, width] of Object.entries(widths)) {
      const dot = element("i");
      dot.style.setProperty("--dot", `${4 + width * .6}px`);
      choice("widths", name, dot, () => { this.#width = width; });
    }

    select("colours", "Ink");
    select("widths", "Medium");

    $("save").onclick = () => $("ink").toBlob((blob) => {
      const address = URL.createObjectURL(blob);
      Object.assign(element("a"), { href: address, download: `${document.title}.png` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    });
  }
}

function contextOf(id) {
  const context = $(id).getContext("2d");
  context.lineCap = context.lineJoin = "round";
  return context;
}

function stroke(context, { colour, width, points }) {
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width;
  context.beginPath();

  // A line that goes nowhere is a dot: canvases leave it out.
  if (points.length === 2) {
    context.arc(...points, width / 2, 0, 2 * Math.PI);
    return context.fill();
  }

  for (let i = 0; i < points.length; i += 2) {
    context.lineTo(points[i], points[i + 1]);
  }

  context.stroke();
}

function place(event) {
  const { left, top, width, height } = $("board").getBoundingClientRect();
  return [Math.round((event.clientX - left) / width * 1600), Math.round((event.clientY - top) / height * 1200)];
}

function withoutRepeats(points) {
  const kept = points.slice(0, 2);

  for (let i = 2; i < points.length; i += 2) {
    if (points[i] !== kept.at(-2) || points[i + 1] !== kept.at(-1)) {
      kept.push(points[i], points[i + 1]);
    }
  }

  return kept;
}

function swatch(colour) {
  const made = element("i");
  made.style.setProperty("--colour", colour);
  return made;
}

function choice(group, name, content, chosen, tag = "button") {
  const made = $(group).appendChild(element(tag));
  made.type = "button";
  made.title = name;
  made.setAttribute("role", "radio");
  made.setAttribute("aria-label", name);
  made.append(content);
  made.onclick = () => { select(group, name); chosen(); };
  return made;
}

function select(group, name) {
  [...$(group).children].forEach((option) => option.setAttribute("aria-checked", String(option.title === name)));
}
