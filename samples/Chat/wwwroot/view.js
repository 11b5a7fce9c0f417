// The page. Everything that others wrote is set as text, never as markup.
import { avatar, element, hue, item, linked } from "./elements.js";

const $ = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const onlyEmoji = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s){1,12}$/u;

export class View {
  #actions;
  #byId = new Map();
  #typists = new Map();
  #unread = new Set();
  #lastTyping = -Infinity;

  constructor(actions) {
    this.#actions = actions;
    this.#listen();
  }

  // The room -----------------------------------------------------------------------------------------------------------

  add(message, mine) {
    const entry = this.#render(message, mine);
    mine && this.#mark(entry, "accepted");
    this.#byId.set(message.id, entry);
    return entry;
  }

  addOwn(message) {
    const entry = this.#render(message, true);
    this.#mark(entry, "sending");
    $("messages").scrollTo({ top: $("messages").scrollHeight });
    return entry;
  }

  accepted(entry, id) {
    // "delivered" may overtake the acknowledgement.
    const early = this.#byId.get(id);
    this.#byId.set(id, entry);
    early ? this.delivered(id, ...early) : this.#mark(entry, "accepted");
  }

  delivered(id, readers, expected) {
    const entry = this.#byId.get(id);

    if (entry instanceof Element) {
      this.#mark(entry, readers > 0 ? "delivered" : "accepted", expected > 0 ? `Delivered to ${readers} of ${expected}` : "Nobody else is here");
    } else {
      this.#byId.set(id, [readers, expected]);
    }
  }

  failed(entry, again) {
    this.#mark(entry, "failed");
    entry.querySelector(".mark").onclick = () => {
      entry.querySelector(".mark").onclick = null;
      this.#mark(entry, "sending");
      again();
    };
  }

  notice(text) {
    const item = document.createElement("li");
    item.className = "notice";
    item.textContent = text;
    this.#append(item);
  }

  clear() {
    document.querySelectorAll(".message img").forEach((image) => URL.revokeObjectURL(image.src));
    $("messages").replaceChildren();
    this.#byId.clear();
    this.#typists.forEach(clearTimeout);
    this.#typists.clear();
    this.#showTypists();
  }

  types(name) {
    clearTimeout(this.#typists.get(name));
    this.#typists.set(name, setTimeout(() => this.stopsTyping(name), 3500));
    this.#showTypists();
  }

  stopsTyping(name) {
    clearTimeout(this.#typists.get(name));
    this.#typists.delete(name);
    this.#showTypists();
  }

  // The side -----------------------------------------------------------------------------------------------------------

  people(me, rooms) {
    const here = rooms.find((room) => room.name === me.room);
    this.#unread.delete(me.room);

    document.title = `#${me.room} · Chat`;
    $("title").replaceChildren(element("span", "hash", "# "), me.room);
    $("subtitle").textContent = here.people.length === 1 ? "1 person here" : `${here.people.length} people here`;
    $("text").placeholder = `Message #${me.room}`;
    $("count").textContent = here.people.length || "";
    $("me").replaceChildren(avatar(me.name), element("span", "name", me.name || "…"));

    $("rooms").replaceChildren(...rooms.map((room) => {
      const button = element("button");
      button.type = "button";
      button.onclick = () => this.#enter(room.name);
      room === here && button.setAttribute("aria-current", "true");
      const badge = element("span", this.#unread.has(room.name) ? "badge unread" : "badge", String(room.people.length));
      button.append(element("span", "hash", "#"), element("span", "name", room.name), ...(room.people.length ? [badge] : []));
      return item(button);
    }));

    $("people").replaceChildren(...here.people.map((person) => {
      const row = element("div", "person");
      row.append(avatar(person.name), element("span", "name", person.name), ...(person.name === me.name ? [element("span", "you", "you")] : []));
      return item(row);
    }));
  }

  unread(room) {
    this.#unread.add(room);
    [...$("rooms").querySelectorAll("button")].find((button) => button.querySelector(".name").textContent === room)
      ?.querySelector(".badge")?.classList.add("unread");
  }

  // The connection -----------------------------------------------------------------------------------------------------

  state(state, text, details) {
    $("status").dataset.state = state;
    $("status-text").textContent = text;
    $("c-state").textContent = state;
    $("c-transport").textContent = details.transport;
    $("c-id").textContent = details.id ?? "none";
  }

  reconnections(count) {
    $("c-reconnects").textContent = count;
  }

  askName(name, refusal = "") {
    $("refused").textContent = refusal;
    $("name").value = name;
    $("welcome").open || $("welcome").showModal();
  }

  welcomed() {
    $("welcome").close();
  }

  // Inside -------------------------------------------------------------------------------------------------------------

  #render(message, mine) {
    const entry = $("message").content.cloneNode(true).firstElementChild;
    const previous = $("messages").lastElementChild;
    const follows = previous?.dataset.author === message.name && message.time - previous.dataset.time < 180_000;

    entry.dataset.author = message.name;
    entry.dataset.time = message.time;
    entry.classList.toggle("mine", mine);
    entry.classList.toggle("follows", follows);
    entry.style.setProperty("--hue", hue(message.name));
    entry.querySelector(".avatar").replaceWith(avatar(message.name));
    entry.querySelector(".author").textContent = message.name;
    entry.querySelector("time").textContent = clock.format(message.time);
    entry.querySelector("time").dateTime = new Date(message.time).toISOString();

    const content = entry.querySelector(".content");
    message.picture && content.append(this.#image(message));
    content.append(...linked(message.text));
    entry.classList.toggle("emoji", onlyEmoji.test(message.text));
    entry.classList.toggle("pictured", Boolean(message.picture));

    this.#append(entry);
    return entry;
  }

  #image(message) {
    const image = element("img");
    image.alt = `A picture from ${message.name}`;
    image.src = URL.createObjectURL(message.picture instanceof Blob ? message.picture : new Blob([message.picture]));
    image.onclick = () => open(image.src);
    image.onload = () => this.#isAtEnd && this.#scrollToEnd();
    return image;
  }

  #isAtEnd = true;

  #append(item) {
    $("messages").append(item);
    this.#isAtEnd && this.#scrollToEnd();
  }

  #scrollToEnd() {
    $("messages").scrollTop = $("messages").scrollHeight;
  }

  #mark(entry, state, title) {
    const [text, meaning] = { sending: ["◌", "On its way"], accepted: ["✓", "The server has it"], delivered: ["✓✓", ""], failed: ["Not confirmed. Send again", ""] }[state];
    const mark = entry.querySelector(".mark");
    mark.dataset.state = state;
    mark.textContent = text;
    mark.title = title ?? meaning;
    mark.tabIndex = state === "failed" ? 0 : -1;
  }

  #showTypists() {
    const names = [...this.#typists.keys()];
    const dots = element("span", "dots");
    dots.append(element("i"), element("i"), element("i"));
    const text = names.length > 2 ? "Several people are typing" : `${names.join(" and ")} ${names.length === 1 ? "is" : "are"} typing`;
    $("typing").replaceChildren(...(names.length ? [dots, text] : []));
  }

  #enter(room) {
    document.body.classList.remove("side-open");
    this.#actions.enter(room);
  }

  #submit() {
    const text = $("text").value.trim();

    if (text) {
      $("text").value = "";
      this.#lastTyping = -Infinity;
      this.#actions.send(text);
    }
  }

  #pictures(files) {
    [...files].filter((file) => file.type.startsWith("image/")).forEach((file) => this.#actions.sendPicture(file));
  }

  #listen() {
    $("composer").onsubmit = (event) => { event.preventDefault(); this.#submit(); };
    $("text").onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit();
      }
    };
    $("text").oninput = () => {
      // Others forget after 3.5 seconds: say it again a little before that, and not with every key.
      if ($("text").value && performance.now() - this.#lastTyping > 2500) {
        this.#lastTyping = performance.now();
        this.#actions.typing();
      }
    };

    $("file").onchange = () => { this.#pictures($("file").files); $("file").value = ""; };
    addEventListener("paste", (event) => this.#pictures(event.clipboardData?.files ?? []));
    addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dropping"); });
    addEventListener("dragleave", (event) => event.relatedTarget === null && document.body.classList.remove("dropping"));
    addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("dropping");
      this.#pictures(event.dataTransfer?.files ?? []);
    });

    $("messages").onscroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = $("messages");
      this.#isAtEnd = scrollHeight - scrollTop - clientHeight < 40;
    };
    // A phone's keyboard makes the list smaller: what was at the end stays there.
    new ResizeObserver(() => this.#isAtEnd && this.#scrollToEnd()).observe($("messages"));

    $("new-room").onsubmit = (event) => {
      event.preventDefault();
      const room = $("new-room").elements.room.value.trim().toLowerCase();
      $("new-room").reset();
      room && this.#enter(room);
    };

    $("welcome").querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      const name = $("name").value.trim();
      name && this.#actions.rename(name);
    };
    $("welcome").oncancel = (event) => event.preventDefault();
    $("me").onclick = () => this.askName($("me").querySelector(".name").textContent);
    $("menu").onclick = () => document.body.classList.add("side-open");
    $("shade").onclick = () => document.body.classList.remove("side-open");
    $("drop-connection").onclick = () => { $("connection").hidePopover(); this.#actions.dropConnection(); };
    $("connection").ontoggle = (event) => event.newState === "open" && this.#measure();
  }

  async #measure() {
    $("c-latency").textContent = "…";

    try {
      $("c-latency").textContent = `${(await this.#actions.measure()).toFixed(1)} ms`;
    } catch {
      $("c-latency").textContent = "no answer";
    }
  }
}
