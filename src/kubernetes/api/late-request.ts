import { withinTime } from "../../abort.ts";
import { PluginError } from "../../errors.ts";

/** What a request waits for. Credentials come before it is sent, and again after a 401. */
export type RequestStep = "credentials" | "answer";

/** The error for a request that took longer than `timeoutMs`. It names what the request was waiting for. */
export function lateRequest(
	step: RequestStep,
	server: string,
	timeoutMs: number,
): PluginError {
	if (step === "credentials") return lateCredentials(server, timeoutMs);
	return new PluginError(
		"api-unreachable",
		`the API server ${server} did not answer ${withinTime(timeoutMs)}`,
		{ hint: ["allow it more time with --request-timeout"] },
	);
}

/** The error for credentials that took longer than `timeoutMs`. The API server has not been asked yet and is not at fault. */
export function lateCredentials(
	server: string,
	timeoutMs: number,
): PluginError {
	return new PluginError(
		"credentials",
		`no credentials for the API server ${server} ${withinTime(timeoutMs)}`,
		{ hint: ["the kubeconfig's exec plugin may be waiting for a login"] },
	);
}
