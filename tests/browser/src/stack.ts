// Where the stack is, and how to talk to it. `infra/local/stack_file.py` writes the file.

import { readFileSync } from "node:fs";
import { STACK_FILE } from "./machine.ts";

interface StackFile {
  readonly http_api: string;
  readonly websocket: string;
  readonly dashboard: string;
  readonly aws_endpoint: string;
  readonly region: string;
  readonly table: string;
  readonly user_pool_client_id: string;
  readonly platform_phone_number_id: string;
}

export const stack: StackFile = read();

function read(): StackFile {
  try {
    return JSON.parse(readFileSync(STACK_FILE, "utf8")) as StackFile;
  } catch {
    throw new Error(`No stack runs (${STACK_FILE}): use \`make browser-tests\`.`);
  }
}

/** The front door and a path of the simulators'. */
export function simulator(path: string): string {
  return new URL(path, stack.dashboard).href;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** Calls with JSON and expects success, which is JSON too, if it says anything. */
export async function call<T>(url: string, { method, headers, body }: Call = {}): Promise<T> {
  const answer = await fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method ?? "GET or POST"} ${url} answered ${answer.status}: ${text}`);
  return (text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null) as T;
}

/** Calls Cognito as the dashboard does. */
export function cognito<T>(action: string, body: unknown): Promise<T> {
  return call<T>(stack.aws_endpoint, {
    headers: {
      "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
      "content-type": "application/x-amz-json-1.1",
    },
    body,
  });
}

/** Calls the table as the account's root: a change behind everybody's back. */
export function table<T>(action: string, body: Record<string, unknown>): Promise<T> {
  const scope = `test/20260101/${stack.region}/dynamodb/aws4_request`;
  return call<T>(stack.aws_endpoint, {
    headers: {
      "x-amz-target": `DynamoDB_20120810.${action}`,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-date": "20260101T000000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: { TableName: stack.table, ...body },
  });
}
