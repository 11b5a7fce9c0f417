// The page. Everything that comes from elsewhere is set as text, never as markup.
const $ = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export class View {
  #actions;

  constructor(actions) {
    this.#actions = actions;
    this.#listen();
  }

  askToSignIn(reason) {
    $("me").hidden = true;
    $("sign-in").hidden = false;
    $("refused").textContent = reason;
    this.#allow(false);
  }

  signedIn(user, token) {
    $("sign-in").hidden = true;
    $("me").hidden = false;
    $("user").textContent = user.name;
    $("avatar").replaceWith(avatar(user.name, "avatar"));
    $("roles").replaceChildren(...(user.roles.length ? user.roles : ["user"]).map((role) => element("span", `role ${role}`, role)));
    $("user-id").textContent = user.id;
    $("via").textContent = user.via;
    $("room").textContent = `user:${user.id}`;
    $("me").classList.toggle("with-token", Boolean(token));
    $("token").textContent = token ? `no. ${token.number}, until ${clock.format(token.expires)}` : "";
    $("token").dataset.number = token?.number ?? "";
    this.#allow(true);
  }

  transport(name) {
    $("transport").textContent = name;
  }

  namespace(name, state, text, data) {
    const row = document.querySelector(`[data-namespace="${name}"]`);
    row.dataset.state = state;
    row.querySelector(".answer").replaceChildren(text, ...(data ? [" ", element("code", "", JSON.stringify(data))] : []));
  }

  board(sockets, own) {
    $("operations").hidden = sockets.length === 0;
    $("count").textContent = sockets.length;
    $("board").replaceChildren(...sockets.map(({ id, user }) => {
      const row = element("tr");
      const who = element("td", "person");
      who.append(avatar(user.name), element("span", "", user.name), ...(id === own ? [element("span", "soft", "this page")] : []));
      const button = element("button", "small", "Sign out");
      button.onclick = () => this.#actions.signOutUser(user.id);
      const last = element("td", "action");
      last.append(button);
      row.append(who, element("td", "", user.via), element("td", "", user.roles.join(", ") || "user"), last);
      return row;
    }));
  }

  log(kind, text, data) {
    const entry = element("li", kind);
    const time = element("time", "", clock.format(new Date()));
    const what = element("p", "", text);
    data && what.append(" ", element("code", "", JSON.stringify(data)));
    entry.append(time, element("i"), what);
    $("log").prepend(entry);
  }

  // Whoever may not announce can still try: it is the server that decides.
  #allow(connected) {
    [$("wave"), $("announce").querySelector("button")].forEach((button) => (button.disabled = !connected));
  }

  #listen() {
    $("sign-in").onsubmit = async (event) => {
      event.preventDefault();
      const { name, password, way } = Object.fromEntries(new FormData($("sign-in")));
      $("refused").textContent = "";

      try {
        await this.#actions.signIn(name.trim(), password, way);
        $("password").value = "";
      } catch (error) {
        $("refused").textContent = error.message;
        $("password").select();
      }
    };

    $("samples").onclick = ({ target }) => {
      const { name, password } = target.closest("button")?.dataset ?? {};

      if (name) {
        [$("name").value, $("password").value] = [name, password];
      }
    };

    $("announce").onsubmit = (event) => {
      event.preventDefault();
      this.#actions.announce($("announce").elements.text.value);
      $("announce").reset();
    };

    $("wave").onclick = () => this.#actions.wave();
    $("sign-out").onclick = () => this.#actions.signOut();
  }
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  className && (made.className = className);
  text && (made.textContent = text);
  return made;
}

function avatar(name, id) {
  const made = element("span", "avatar", name.split(" ").map((word) => word[0]).join(""));
  id && (made.id = id);
  made.setAttribute("aria-hidden", "true");
  made.style.setProperty("--hue", [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 65521, 7) * 137.508 % 360);
  return made;
}
