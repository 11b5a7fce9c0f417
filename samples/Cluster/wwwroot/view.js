// What is seen.
import { element, hue, linked } from "./chat/elements.js";

const $ = (id) => document.getElementById(id);

export class View {
  #actions;

  constructor(name, actions) {
    this.#actions = actions;
    $("name").textContent = name;
    $("ask").onclick = () => actions.ask();
    $("stop").onclick = () => actions.stop();
    $("kill").onclick = () => actions.kill();
    $("status").onclick = () => actions.drop();

    $("composer").onsubmit = (event) => {
      event.preventDefault();
      $("text").value.trim() && actions.say($("text").value.trim());
      $("text").value = "";
    };

    // All tabs of a browser share the cookie that names the node, and so the node. By another name it is another site to the browser, with cookies of its own.
    const local = location.hostname === "localhost" || location.hostname.endsWith(".localhost");
    $("another").hidden = !local;
    $("another").onclick = () => {
      $("another").href = `//visitor-${Math.random().toString(36).slice(2, 7)}.localhost:${location.port}/`;
    };
  }

  state(state, text, transport) {
    $("status").dataset.state = state;
    $("status-text").textContent = text;
    $("transport").textContent = transport;
    $("stop").disabled = $("kill").disabled = state !== "connected";
  }

  seat(seat, id) {
    $("mine").replaceChildren(badge(seat.node), element("b", "", `Node ${seat.node}`), element("span", "kind", seat.kind));
    $("mine").dataset.node = seat.node;
    $("id").textContent = id;
    $("session").replaceChildren(session(seat));
  }

  sockets(sockets, own) {
    const seated = sockets.filter(({ seat }) => seat).sort((one, two) => one.seat.node.localeCompare(two.seat.node) || one.seat.name.localeCompare(two.seat.name));
    $("count").textContent = seated.length;
    $("sockets").replaceChildren(...seated.map(({ id, seat }) => {
      const row = element("tr", id === own ? "own" : "");
      row.dataset.id = id;
      row.dataset.node = seat.node;
      const node = cell(badge(seat.node), element("span", "kind", seat.kind));
      node.className = "on";
      row.append(node, cell(seat.name, id === own ? element("span", "you", " this page") : ""), cell(seat.transport), cell(session(seat)), cell(element("code", "", id)));
      return row;
    }));
  }

  servers(reports) {
    $("servers").dataset.asked = Number($("servers").dataset.asked) + 1;
    $("servers").replaceChildren(...reports.sort((one, two) => one.node.localeCompare(two.node)).map((report) => {
      const entry = element("li");
      entry.dataset.node = report.node;
      const greet = element("button", "small", "Greet");
      greet.type = "button";
      greet.title = "Says hello to the clients of this node, and to nobody else";
      greet.onclick = () => this.#actions.say(`Hello, clients of node ${report.node}!`, report.node);
      const facts = element("span", "server");
      facts.append(element("b", "", `Node ${report.node}`), element("span", "kind", report.runtime),
        element("span", "numbers", `${report.sockets} ${report.sockets === 1 ? "socket" : "sockets"} · up ${duration(report.uptime)}`));
      entry.append(badge(report.node), facts, greet);
      return entry;
    }));
  }

  asking(now) {
    $("ask").disabled = now;
    $("ask").textContent = now ? "Asking" : "Ask all servers";
  }

  line({ from, node, to, text }) {
    const line = element("li");
    line.append(badge(node), element("b", "", from), to ? element("span", "kind", `to node ${to}`) : "", element("span", "text"));
    line.lastChild.append(...linked(text));
    this.#add(line);
  }

  notice(text) {
    this.#add(element("li", "happened", text));
  }

  #add(line) {
    $("lines").append(line);
    $("lines").children.length > 200 && $("lines").firstChild.remove();
    $("lines").scrollTop = $("lines").scrollHeight;
  }
}

function badge(node) {
  const made = element("span", "node", node);
  made.style.setProperty("--hue", hue(node));
  return made;
}

function session({ recovered }) {
  return element("span", recovered ? "recovered" : "new", recovered ? "recovered" : "new");
}

function cell(...content) {
  const made = element("td");
  made.append(...content);
  return made;
}

function duration(seconds) {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
