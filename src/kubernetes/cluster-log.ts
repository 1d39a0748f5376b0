import type { ClientRequest, IncomingMessage } from "node:http";

/** Header fields as Node.js has them. Some hold credentials, which whoever prints them masks. */
export type LoggedHeaders = Readonly<
	Record<string, number | string | readonly string[] | undefined>
>;

/** One step on the way to the API server. */
export type ClusterEvent =
	| { readonly kind: "kubeconfig"; readonly files: readonly string[] }
	/** Its arguments and what it prints may be secrets. */
	| {
			readonly kind: "exec-plugin";
			readonly command: string;
			readonly durationMs: number;
	  }
	| (Exchange & { readonly kind: "request"; readonly headers: LoggedHeaders })
	| (Exchange & {
			readonly kind: "response";
			/** `200 OK`. */
			readonly status: string;
			readonly headers: LoggedHeaders;
			/** Until the header of the answer came. */
			readonly durationMs: number;
	  })
	/** What could not be read is read again after a pause. */
	| {
			readonly kind: "pause";
			readonly reason: string;
			readonly pauseMs: number;
	  }
	/** No answer came. */
	| (Exchange & {
			readonly kind: "failure";
			readonly message: string;
			readonly durationMs: number;
	  });

/** A request of this plugin. Its URL holds no credentials: `serverUrl` drops them, and no query has any. */
type Exchange = { readonly verb: string; readonly url: string };

/** Receives each step on the way to the API server, as it happens. */
export type ClusterLog = (event: ClusterEvent) => void;

/** Logs a request that is about to be sent, and what becomes of it. An upgrade is an answer too. */
export function logExchange(
	log: ClusterLog | undefined,
	url: URL,
	request: ClientRequest,
): void {
	if (log === undefined) return;
	const exchange: Exchange = { verb: request.method, url: url.href };
	const begunMs = performance.now();
	const durationMs = () => Math.round(performance.now() - begunMs);
	let state: "open" | "answered" = "open";
	const onAnswer = (answer: IncomingMessage) => {
		state = "answered";
		const { statusCode = 0, statusMessage = "", headers } = answer;
		log({
			...exchange,
			kind: "response",
			status: `${statusCode} ${statusMessage}`.trimEnd(),
			headers,
			durationMs: durationMs(),
		});
	};
	request.once("response", onAnswer);
	request.once("upgrade", onAnswer);
	request.on("error", (error) => {
		if (state === "open")
			log({
				...exchange,
				kind: "failure",
				message: error.message || codeOf(error),
				durationMs: durationMs(),
			});
	});
	log({ ...exchange, kind: "request", headers: request.getHeaders() });
}

/** Returns Node's code. When every address of a name has failed, the error has no message. */
const codeOf = (error: NodeJS.ErrnoException): string =>
	error.code ?? error.name;
