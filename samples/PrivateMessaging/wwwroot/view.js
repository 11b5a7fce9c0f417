// The page. Everything that others wrote is set as text, never as markup.
import { avatar, element, item, linked } from "./chat/elements.js";

const $ = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const marks = { sending: ["◌", "On its way"], accepted: ["✓", "The server keeps it"], delivered: ["✓✓", "Read"], failed: ["Not confirmed. Send again", ""] };

export class View {
  #actions;

  constructor(actions) {
    this.#actions = actions;
    this.#listen();
  }

  people(me, people, peer) {
    $("me").replaceChildren(face(me, true), element("span", "name", me.name), element("span", "you", "you"));

    // Who wrote last stands first, then who is here.
    people.sort((one, two) => (two.last?.id ?? 0) - (one.last?.id ?? 0) || two.online - one.online || one.name.localeCompare(two.name));

    $("people").replaceChildren(...people.map((person) => {
      const button = element("button");
      button.type = "button";
      button.dataset.id = person.id;
      button.onclick = () => { document.body.classList.remove("side-open"); this.#actions.open(person.id); $("text").focus(); };
      person.id === peer && button.setAttribute("aria-current", "true");

      const who = element("span", "who");
      who.append(element("span", "name", person.name), element("span", "last", person.last?.text ?? (person.online ? "here now" : "away")));
      button.append(face(person, person.online), who);
      person.unread && button.append(element("span", "badge unread", String(person.unread)));
      return item(button);
    }));

    const unread = people.reduce((sum, person) => sum + person.unread, 0);
    document.title = unread ? `(${unread}) Messages` : "Messages";
  }

  // On a phone they are behind a button.
  showPeople() {
    document.body.classList.add("side-open");
  }

  conversation(peer, messages) {
    $("title").textContent = peer?.name ?? "Messages";
    $("subtitle").textContent = peer ? (peer.online ? "here now" : "away: gets your messages on return") : "";
    $("subtitle").classList.toggle("online", Boolean(peer?.online));
    $("composer").hidden = !peer;
    $("text").placeholder = peer ? `Message ${peer.name}` : "";

    const { scrollTop, scrollHeight, clientHeight } = $("messages");
    const isAtEnd = scrollHeight - scrollTop - clientHeight < 40;
    $("messages").replaceChildren(...messages.map((message, index) => bubble(message, messages[index - 1])));
    isAtEnd && $("messages").scrollTo({ top: $("messages").scrollHeight });

    if (!messages.length) {
      $("messages").append(element("li", "nothing", peer ? `Nothing between you and ${peer.name} yet.` : "Pick somebody to write to. Open this page in a private window to be two."));
    }
  }

  notice(text) {
    $("notice").textContent = text;
  }

  recovered(recovered, text) {
    this.notice(text);
    $("c-recovered").textContent = recovered ? "yes, nothing missed" : "no, all loaded anew";
    $("c-recovered").dataset.recovered = recovered;
  }

  state(state, text, transport, id) {
    $("status").dataset.state = state;
    $("status-text").textContent = text;
    $("c-transport").textContent = transport;
    $("c-id").textContent = id ?? "none";
  }

  askName(name, refusal = "") {
    $("refused").textContent = refusal;
    $("name").value = name;
    $("welcome").open || $("welcome").showModal();
  }

  welcomed() {
    $("welcome").close();
  }

  #submit() {
    const text = $("text").value.trim();
    $("text").value = "";
    text && this.#actions.send(text);
    $("messages").scrollTo({ top: $("messages").scrollHeight });
  }

  #listen() {
    $("composer").onsubmit = (event) => { event.preventDefault(); this.#submit(); };
    $("text").onkeydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#submit();
      }
    };

    $("welcome").querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      const name = $("name").value.trim();
      name && this.#actions.join(name);
    };

    $("welcome").oncancel = (event) => event.preventDefault();
    $("menu").onclick = () => this.showPeople();
    $("shade").onclick = () => document.body.classList.remove("side-open");
    $("drop").onclick = () => { $("connection").hidePopover(); this.#actions.drop(); };
    $("away").onclick = () => {
      const away = $("away").textContent === "Stay away";
      $("away").textContent = away ? "Come back" : "Stay away";
      $("drop").disabled = away;
      $("connection").hidePopover();
      this.#actions.stayAway(away);
    };
  }
}

function face(person, online) {
  const made = avatar(person.name);
  made.classList.add(online ? "online" : "away");
  return made;
}

function bubble(message, previous) {
  const entry = element("li", message.mine ? "message mine" : "message");
  const follows = previous?.from === message.from && message.time - previous.time < 180_000;
  entry.classList.toggle("follows", follows);

  const content = element("div", "content");
  content.append(...linked(message.text));

  const meta = element("p", "meta");
  const [text, title] = marks[message.state];
  const mark = element("button", "mark", text);
  Object.assign(mark, { type: "button", title, tabIndex: message.state === "failed" ? 0 : -1 });
  mark.dataset.state = message.state;
  message.state === "failed" && (mark.onclick = message.again);
  meta.append(element("time", "", clock.format(message.time)), mark);

  const inside = element("div", "bubble");
  inside.append(content, meta);
  entry.append(inside);
  return entry;
}
