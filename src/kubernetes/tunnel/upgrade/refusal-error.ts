import { PluginError } from "../../../errors.ts";
import { type PodAddress, podName } from "../address.ts";
import { quote } from "../quote.ts";
import { forbiddenError } from "./forbidden.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { refusalOf, saidBy } from "./refusal.ts";

const PROXY_HINT = [
	"something between here and the API server does not pass WebSocket upgrades through",
	"a reverse proxy has to forward Connection, Upgrade and Sec-WebSocket-*; --server reaches the API server without it",
];

/** A plain HTTP answer where an upgrade was asked for, as the error to show; its text is kept in the cause. */
export function refusalError(
	answer: HttpAnswer,
	address: PodAddress,
	server: string,
): PluginError {
	const said = withColon(saidBy(answer.body));
	const cause = new Error(`HTTP ${answer.status}: ${answer.body}`);
	const refusal = refusalOf(answer);
	switch (refusal) {
		case "no-such-pod":
			return new PluginError(
				"pod-gone",
				`pod ${podName(address)} cannot be reached${said}`,
				{ cause, hint: [`kubectl get pods -n ${address.namespace}`] },
			);
		case "unauthorized":
			return new PluginError(
				"unauthorized",
				`the API server ${server} does not accept the credentials${said}`,
				{ cause, hint: ["log in to the cluster again"] },
			);
		case "forbidden":
			return forbiddenError(saidBy(answer.body), address, cause);
		case "throttled":
			return new PluginError(
				"throttled",
				`the API server ${server} has too many requests${said}`,
				{ cause, hint: ["fewer tunnels at a time: --concurrency 4"] },
			);
		case "server-error":
			return new PluginError(
				"api-error",
				`port-forward to pod ${podName(address)} failed with ${answer.status}${said}`,
				{ cause },
			);
		case "not-upgraded":
			return notUpgraded(answer, server, cause);
	}
}

/** An upgrade that came back damaged: without the subprotocol, with another, with a wrong key. */
export function mangledError(cause: Error, server: string): PluginError {
	return new PluginError(
		"tunnel-failed",
		`the WebSocket upgrade by ${server} came back damaged: ${quote(cause.message)}`,
		{ cause, hint: PROXY_HINT },
	);
}

function notUpgraded(
	{ status, location, body }: HttpAnswer,
	server: string,
	cause: Error,
): PluginError {
	const target = location === undefined ? "" : ` (to ${quote(location)})`;
	const said = withColon(saidBy(body));
	return new PluginError(
		"tunnel-failed",
		`${server} answered ${status}${target} instead of upgrading to WebSocket${said}`,
		{ cause, hint: PROXY_HINT },
	);
}

function withColon(said: string): string {
	return said === "" ? "" : `: ${said}`;
}
