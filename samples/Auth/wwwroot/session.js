// Signing in and out over HTTP: as a page, with a cookie that no script can read, or as a program would, with tokens.
export class Session {
  #tokens = null;
  #renewing = null;

  // How often a token was taken, and until when the last one is valid.
  taken = 0;
  expires = 0;

  async signIn(name, password, way) {
    if (way === "cookie") {
      await this.#post("POST", "/session", { name, password });
    } else {
      this.#keep(await (await send("POST", "/token", { name, password })).json());
    }
  }

  async signOut() {
    const tokens = this.#tokens;
    this.forget();
    await (tokens ? send("DELETE", "/session", undefined, { Authorization: `Bearer ${tokens.accessToken}` }) : this.#post("DELETE", "/session"));
  }

  // The token to connect with: a new one as soon as half of the old one's time is over, nothing when a cookie says who we are.
  async token() {
    if (this.#tokens && Date.now() > this.expires - this.#tokens.expiresIn * 500) {
      this.#renewing ??= this.#renew().finally(() => (this.#renewing = null));
      await this.#renewing;
    }

    return this.#tokens?.accessToken;
  }

  forget() {
    this.#tokens = null;
    this.taken = 0;
  }

  async #renew() {
    try {
      this.#keep(await (await send("POST", "/token/refresh", { refreshToken: this.#tokens.refreshToken })).json());
    } catch (error) {
      // Refused: we are signed out. Anything else, such as a server that is restarting, is tried again with the next connection.
      error.status === 401 && this.forget();
    }
  }

  // In memory only: what is in localStorage, every script that ever gets into the page can read.
  #keep(tokens) {
    this.#tokens = tokens;
    this.expires = Date.now() + tokens.expiresIn * 1000;
    this.taken++;
  }

  // A cookie is sent by the browser, whoever has made it do so. The antiforgery token proves that it was this page.
  async #post(method, path, body) {
    const { antiforgery } = await (await send("GET", "/session")).json();
    await send(method, path, body, { RequestVerificationToken: antiforgery });
  }
}

async function send(method, path, body, headers = {}) {
  const response = await fetch(path, { method, headers: { ...headers, ...(body && { "Content-Type": "application/json" }) }, body: body && JSON.stringify(body) });

  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(problem.detail ?? response.statusText), { status: response.status });
  }

  return response;
}
