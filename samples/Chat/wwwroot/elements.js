// Small parts of a page. Other samples take this file and chat.css from here.
const link = /https?:\/\/[^\s<>"']+/g;

export function element(tag, className = "", text = "") {
  const made = document.createElement(tag);
  className && (made.className = className);
  text && (made.textContent = text);
  return made;
}

export function item(content) {
  const made = element("li");
  made.append(content);
  return made;
}

export function avatar(name) {
  const initials = name.split(/\s+/).map((word) => [...word][0] ?? "").slice(0, 2).join("").toUpperCase();
  const made = element("span", "avatar", initials || "?");
  made.setAttribute("aria-hidden", "true");
  made.style.setProperty("--hue", hue(name));
  return made;
}

// The same name has the same colour everywhere, without asking anybody.
export function hue(name) {
  // The golden angle keeps names that hash to neighbours apart.
  return [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 65521, 7) * 137.508 % 360;
}

export function linked(text) {
  const parts = [];
  let from = 0;

  for (const { 0: address, index } of text.matchAll(link)) {
    const anchor = element("a", "", address);
    Object.assign(anchor, { href: address, target: "_blank", rel: "noopener noreferrer" });
    parts.push(text.slice(from, index), anchor);
    from = index + address.length;
  }

  return [...parts, text.slice(from)];
}
