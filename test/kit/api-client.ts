import type { ProblemBody } from '../../src/contract/problem.ts';

/** The service refused; `body` is its structured error. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly body: ProblemBody;

  constructor(request: string, status: number, body: ProblemBody) {
    super(`${request}: ${String(status)} ${body.code}`);
    this.status = status;
    this.body = body;
  }
}

/** A signed-in user of the HTTP interface, as a page is. */
export class ApiClient {
  readonly base: string;
  readonly cookie: string;

  private constructor(base: string, cookie: string) {
    this.base = base;
    this.cookie = cookie;
  }

  static async signIn(base: string, login: string, password: string): Promise<ApiClient> {
    const response = await fetch(`${base}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: base },
      body: JSON.stringify({ login, password }),
    });
    if (!response.ok) throw new Error(`Sign-in of ${login}: ${await response.text()}`);
    const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0]);
    return new ApiClient(base, cookie.join('; '));
  }

  get<T>(path: string): Promise<T> {
    return this.#ask<T>('GET', path);
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.#ask<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#ask<T>('PUT', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#ask<T>('PATCH', path, body);
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        cookie: this.cookie,
        origin: this.base,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok)
      throw new ApiRefusal(`${method} ${path}`, response.status, answer as ProblemBody);
    return answer as T;
  }
}
