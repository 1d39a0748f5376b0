import type { Cluster, CredentialFact } from "../cluster.ts";
import type { RequestSubject } from "./request-subject.ts";

/** A request that the API server did not grant. */
export type RefusedRequest = {
	readonly cluster: Pick<Cluster, "server" | "userName" | "serverOrigin">;
	readonly subject: RequestSubject;
	readonly presented: readonly CredentialFact[];
};

/** The plain HTTP answer to it. */
export type Refusal = {
	readonly status: number;
	readonly body: string;
	/** From the Retry-After header. */
	readonly retryAfterMs?: number | undefined;
	readonly location?: string | undefined;
};

/** Machine-readable details of an error. */
export type Facts = Readonly<Record<string, string | number | boolean>>;
