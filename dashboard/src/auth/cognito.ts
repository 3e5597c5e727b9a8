// Cognito's JSON API by plain fetch: an SDK would be larger than the rest of the page.

import { ApiProblem } from "../api/problem";

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  /** Absent from the answer to a refresh. */
  readonly refreshToken?: string;
}

interface AuthenticationAnswer {
  AuthenticationResult?: { IdToken?: string; AccessToken?: string; RefreshToken?: string };
}

export class Cognito {
  readonly #endpoint: string;
  readonly #client: string;
  readonly #fetch: typeof globalThis.fetch;

  constructor(endpoint: string, client: string, fetch: typeof globalThis.fetch) {
    this.#endpoint = endpoint;
    this.#client = client;
    this.#fetch = fetch;
  }

  async signIn(email: string, password: string): Promise<Tokens> {
    return this.#authenticate("USER_PASSWORD_AUTH", { USERNAME: email, PASSWORD: password });
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    return this.#authenticate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: refreshToken });
  }

  async confirm(email: string, code: string): Promise<void> {
    await this.#call("ConfirmSignUp", { Username: email, ConfirmationCode: code });
  }

  async resendCode(email: string): Promise<void> {
    await this.#call("ResendConfirmationCode", { Username: email });
  }

  async forgotPassword(email: string): Promise<void> {
    await this.#call("ForgotPassword", { Username: email });
  }

  async setPassword(email: string, code: string, password: string): Promise<void> {
    await this.#call("ConfirmForgotPassword", {
      Username: email,
      ConfirmationCode: code,
      Password: password,
    });
  }

  /** Ends the refresh token and every access token that came of it. */
  async revoke(refreshToken: string): Promise<void> {
    await this.#call("RevokeToken", { Token: refreshToken });
  }

  /** Ends the sessions of every device. */
  async signOutEverywhere(accessToken: string): Promise<void> {
    await this.#call("GlobalSignOut", { AccessToken: accessToken }, false);
  }

  async #authenticate(AuthFlow: string, AuthParameters: Record<string, string>): Promise<Tokens> {
    const answer = (await this.#call("InitiateAuth", { AuthFlow, AuthParameters })) as AuthenticationAnswer;
    const result = answer.AuthenticationResult;
    // A challenge (a forced new password, a second factor) is nothing this pool is set up to ask.
    if (!result?.IdToken || !result.AccessToken) throw new ApiProblem(400, "challenge");
    return {
      idToken: result.IdToken,
      accessToken: result.AccessToken,
      ...(result.RefreshToken ? { refreshToken: result.RefreshToken } : {}),
    };
  }

  async #call(action: string, input: object, withClient = true): Promise<unknown> {
    let response: Response;
    try {
      response = await this.#fetch(this.#endpoint, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
        },
        body: JSON.stringify(withClient ? { ClientId: this.#client, ...input } : input),
      });
    } catch {
      throw new ApiProblem(0, "offline");
    }
    const text = await response.text();
    const body = parsed(text);
    if (response.ok) return body;
    throw new ApiProblem(
      response.status,
      String(body["__type"] ?? "")
        .split("#")
        .pop() ?? "",
    );
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return text ? (JSON.parse(text) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
