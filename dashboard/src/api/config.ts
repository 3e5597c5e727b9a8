import { ApiProblem } from "./problem";

/** Where this deployment's API and user pool are: `config.json`, beside the page. */
export interface Config {
  readonly http_api: string;
  readonly cognito_endpoint: string;
  readonly user_pool_client_id: string;
  /** The phone simulator of the local stack. */
  readonly phone_page?: string;
}

export async function readConfig(): Promise<Config> {
  let response: Response;
  try {
    response = await fetch("/config.json", { cache: "no-cache" });
  } catch {
    throw new ApiProblem(0, "offline");
  }
  if (!response.ok) throw new ApiProblem(response.status, "config");
  const config = (await response.json()) as Partial<Config>;
  const { http_api, cognito_endpoint, user_pool_client_id } = config;
  if (!http_api || !cognito_endpoint || !user_pool_client_id) throw new ApiProblem(500, "config");
  return { ...config, http_api: http_api.replace(/\/$/u, ""), cognito_endpoint, user_pool_client_id };
}
