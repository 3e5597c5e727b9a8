// What a call takes and answers, read off the generated schema.

import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Verb = "get" | "post" | "put" | "patch" | "delete";

/** The routes that know the verb. */
export type PathOf<V extends Verb> = {
  [P in keyof paths]: [NonNullable<paths[P][V]>] extends [never] ? never : P;
}[keyof paths];

export type Operation<P extends keyof paths, V extends Verb> = NonNullable<paths[P][V]>;

type Done = 200 | 201 | 202;
type Json<R> = R extends { content: { "application/json": infer B } } ? B : never;

/** The body of the answer when it went well; `undefined` when there is none. */
export type Answer<Op> = Op extends { responses: infer R }
  ? [keyof R & Done] extends [never]
    ? undefined
    : { [S in keyof R & Done]: Json<R[S]> }[keyof R & Done]
  : never;

/** JSON as it is described; whatever else a route takes is a file. */
type Sent<R> = R extends { content: infer C }
  ? Json<R> | ([Exclude<keyof C, "application/json">] extends [never] ? never : Blob)
  : never;
type Body<Op> = Op extends { requestBody?: infer B } ? Sent<NonNullable<B>> : never;

type PathOption<Op> = Op extends { parameters: { path: infer P } } ? { path: P } : { path?: undefined };
type QueryOption<Op> = Op extends { parameters: { query?: infer Q } } ? { query?: Q } : { query?: undefined };
type BodyOption<Op> = [Body<Op>] extends [never]
  ? { body?: undefined }
  : Op extends { requestBody: unknown }
    ? { body: Body<Op> }
    : { body?: Body<Op> };

export interface CallOptions {
  /** The key of the intention (`Intent`); a POST without one gets its own for this call. */
  key?: string;
  signal?: AbortSignal;
  /** Routes that need nobody to be signed in. */
  open?: boolean;
}

export type Options<Op> = PathOption<Op> & QueryOption<Op> & BodyOption<Op> & CallOptions;

/** `options` may be left out where nothing in it is required. */
export type Arguments<Op> =
  Record<never, never> extends Options<Op> ? [options?: Options<Op>] : [options: Options<Op>];

/** One page of a list whose items are `T`. */
export interface Page<T> {
  items: T[];
  cursor: string | null;
}
