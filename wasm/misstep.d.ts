// The JavaScript interface of misstep.wasm: what the module sets as
// globalThis.misstep, in a page, in a worker or under Node.
//
//   const go = new Go();                        // wasm_exec.js, beside the module
//   const { instance } = await WebAssembly.instantiate(bytes, go.importObject);
//   go.run(instance);                           // misstep is there when this returns
//
// docs/examples/explain.mts is a whole program.
//
// - All values are plain JSON: copies, which you may change and keep.
// - Nothing is thrown. What can't be understood becomes a Diagnosis whose unknown is
//   true and whose message says why; match, identify, search and catalog return fewer entries.
// - Secrets are masked in what is returned, except in the values of match.
// - Texts are English. `code` is between backquotes.
// - Members and strings of unions may be added; none is removed or renamed.

export interface Misstep {
  /** The version of the module, as in its manifest. */
  readonly version: string;

  /**
   * Explains one request: a HAR entry, or any text that somebody might paste (an error
   * message, a JSON body, a log line, a cURL command with its output, raw HTTP). Of a text
   * with several requests, the first that failed is explained.
   */
  explain(input: HarEntry | string): Diagnosis;

  /**
   * Explains the requests of one session together. What one shows about another (tokens,
   * OAuth steps, the rate limit) is used. The n-th diagnosis is that of the n-th input.
   * At most 10,000 at once: of more, the only diagnosis says that they are too many.
   */
  explainAll(inputs: readonly (HarEntry | string)[]): Diagnosis[];

  /** The bare matcher, for many messages at once: for each its matches, the best first. None for more than 10,000. */
  match(symptoms: readonly Symptom[]): Match[][];

  /**
   * Match for messages alone, without the way through JSON: for each two numbers, the place
   * of the likeliest error among the errors of all packs of catalog(), counted from 1 (0:
   * unknown), and how sure it is (3 certain, 2 likely, 1 possible).
   */
  identify(messages: readonly string[]): Int32Array;

  /** Finds errors by words, a status, an error type or a whole message; 10 if no limit is given. */
  search(text: string, limit?: number): Hit[];

  /** All that is known, by API. */
  catalog(): Pack[];
}

/** How sure an explanation is. "also", below the first: true, but not the reason. */
export type Certainty = "certain" | "likely" | "possible" | "also";

/** What is known about one request. */
export interface Diagnosis {
  /** HTTP status; 0: the browser got no response, or none was recorded. */
  status: number;
  method?: string;
  url?: string;
  /** Name of the endpoint, if the API documents it. */
  endpoint?: string;
  /** It failed. A response with status 200 may have: one without the data that was asked for. */
  failed: boolean;
  /** It failed in a way that no pack knows, or the input wasn't understood. */
  unknown?: boolean;
  /** The error's text, if unknown. */
  message?: string;
  /**
   * Explanations, the best first. A request that worked may have one that says so; a pasted
   * request without its response, what the API would refuse in it.
   */
  findings: Finding[];
  /** In explainAll: number, from 1, of the request that this one is only a part of, as a preflight is. */
  part?: number;
  /** What to call instead, if the API was shut down. */
  replacement?: Replacement;
}

/** One explanation of one request. */
export interface Finding {
  /** The permanent ID of the error in the catalog: "expired-token". */
  id: string;
  /** The cause that was found in this very request. */
  reason?: string;
  /** The API: id of its pack. */
  pack: string;
  kind: "error" | "success" | "network" | "consent";
  /** The status that the error has; 0: any. */
  status: number;
  /** errorType, google.rpc status or OAuth error; "": none. */
  type: string;
  title: string;
  /** The title in a few words. */
  brief: string;
  /** The one value that says most. */
  fact?: string;
  /** The error's text as it was received; "": there was none. */
  message: string;
  certainty: Certainty;
  /** How well the message fits, 0 to 1. */
  score: number;
  /** The values of the message's placeholders, by name. */
  values: Record<string, string>;
  /** Why it failed. */
  cause: string;
  /** What to do, likeliest first. */
  fixes: string[];
  /** What the explanation is based on, the deciding facts first. */
  evidence: Evidence[];
  /** URLs of documentation. */
  docs: string[];
  /** Exact changes to this request, all to be made, where the cause leaves no choice. */
  corrections?: Correction[];
  /** CORS hides this error from the page's code. */
  hidden?: boolean;
}

export interface Evidence {
  label: string;
  text: string;
  /** Where it was read: "response body errors[0].message", "exchange 12". */
  where: string;
}

export interface Correction {
  part: "method" | "scheme" | "path" | "query" | "body" | "content" | "notation" | "header" | "client";
  /** Of the parameter or header field. */
  name?: string;
  /** What you must fill in is a {placeholder}: no secret is in it. */
  value?: string;
  /** The parameter gets this name and keeps its value. */
  rename?: string;
  remove?: boolean;
}

/** What to call at the successor of an API that was shut down. */
export interface Replacement {
  /** Id of the old API's pack. */
  pack: string;
  /** Name of the new API. */
  successor: string;
  /** "": the old endpoint isn't known. */
  id: string;
  name: string;
  brief?: string;
  calls: Call[];
  /** Why there are no calls. */
  none?: string;
  scopes: string[];
  differences: { text: string; source: string }[];
  /** Questions that no source answers. */
  open: string[];
  certainty: "official" | "derived" | "";
  source: string;
  docs: string[];
}

export interface Call {
  /** What it returns, in words. */
  gives: string;
  method: string;
  /** With the dates of the old request. What it doesn't show is a {placeholder}. */
  url: string;
  body?: string;
  scopes: string[];
}

/** What match looks up. A pack's id narrows it to one API. */
export interface Symptom {
  message?: string;
  type?: string;
  status?: number;
  reason?: string;
  pack?: string;
}

export interface Match {
  id: string;
  pack: string;
  certainty: Certainty;
  /** 0 to 1. */
  score: number;
  /** As in the message: NOT masked. */
  values: Record<string, string>;
}

export interface Hit {
  id: string;
  pack: string;
  /** 0 to 1. */
  score: number;
}

/** What is known about one API: the members that programs are likely to need. catalog/schema.json has all. */
export interface Pack {
  id: string;
  name: string;
  /** Watched hosts: host, host:port or either with a /path-prefix. */
  hosts: string[];
  errors: ErrorDef[];
  causes?: Cause[];
  endpoints: { method: string; path: string; name: string; scopes?: string[]; [more: string]: unknown }[];
  [more: string]: unknown;
}

export interface ErrorDef {
  id: string;
  status?: number;
  type?: string;
  /** With {placeholders} for what varies. */
  message?: string;
  title: string;
  cause: string;
  fixes: string[];
  docs: string[] | null;
  [more: string]: unknown;
}

export interface Cause {
  id: string;
  /** Ids of the errors that it makes precise. */
  explains?: string[];
  title: string;
  cause: string;
  fixes: string[];
  [more: string]: unknown;
}

/** An entry of log.entries of an HTTP Archive 1.2; more members are welcome, and fewer will do. */
export interface HarEntry {
  /** ISO 8601. */
  startedDateTime?: string;
  /** Milliseconds. */
  time?: number;
  request?: HarRequest;
  response?: HarResponse | null;
  [more: string]: unknown;
}

export interface HarRequest {
  method?: string;
  url?: string;
  headers?: { name: string; value: string }[];
  postData?: { mimeType?: string; text?: string; params?: { name: string; value?: string }[]; [more: string]: unknown };
  [more: string]: unknown;
}

export interface HarResponse {
  status?: number;
  statusText?: string;
  headers?: { name: string; value: string }[];
  content?: { text?: string; encoding?: string; mimeType?: string; size?: number; [more: string]: unknown };
  [more: string]: unknown;
}

declare global {
  var misstep: Misstep;
}
