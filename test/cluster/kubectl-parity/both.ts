// Gives the same kubeconfig, flags and environment to the real kubectl and to the plugin, and returns what arrived at the
// server from each.
import { execFile } from "node:child_process";
import type { RequestListener } from "node:http";
import { createApiClient } from "../../../src/kubernetes/api.ts";
import {
	type ClusterFlags,
	loadCluster,
} from "../../../src/kubernetes/cluster.ts";
import { podObject } from "../../../src/kubernetes/objects/pod-object.ts";
import type {
	RecordedRequest,
	RecordingServer,
} from "../../unit/kubernetes/access/recording-server.ts";

/** The flags and the environment of a call, for kubectl and for the plugin. */
export type Call = {
	readonly flags?: ClusterFlags;
	/** Of this process's environment only PATH is passed on. */
	readonly env: NodeJS.ProcessEnv;
};

/** The parts of a request that must be the same. */
export type Arrival = {
	readonly path: string;
	readonly sni: string | undefined;
	readonly clientCertificate: string | undefined;
	/** authorization, impersonate-*, host and accept-encoding. */
	readonly headers: Readonly<Record<string, readonly string[]>>;
};

export type Outcome =
	| { readonly kind: "arrived"; readonly arrival: Arrival }
	| { readonly kind: "failed"; readonly message: string };

/** The path that both ask for, below the server's own path. The namespace is shop unless the flags name another. */
const PODS = /\/api\/v1\/namespaces\/[^/]+\/pods\b/;
const NAMESPACE: ClusterFlags = { namespace: "shop" };

/** Runs `kubectl get pods`. kubectl first asks for what {@link answerDiscovery} answers. */
export async function byKubectl(
	server: RecordingServer,
	call: Call,
): Promise<Outcome> {
	const before = server.requests.length;
	const message = await new Promise<string | undefined>((resolve) => {
		const child = execFile(
			"kubectl",
			[
				...["get", "pods", "--output=json"],
				...argumentsOf({ ...NAMESPACE, ...call.flags }),
			],
			{
				env: { PATH: process.env["PATH"], ...call.env },
				timeout: 20_000,
			},
			(error, _stdout, stderr) =>
				resolve(error ? stderr.trim() || error.message : undefined),
		);
		child.stdin?.end();
	});
	return outcome(server, before, message);
}

/** Answers as an API server that has pods and nothing else. kubectl asks for that before it asks for pods. */
export const answerDiscovery: RequestListener = (request, response) => {
	const { pathname } = new URL(request.url ?? "/", "http://server");
	const end = /\/(api|apis|api\/v1|version|pods)$/.exec(pathname)?.[1];
	const body = DISCOVERY[end ?? ""];
	response.statusCode = body === undefined ? 404 : 200;
	response.setHeader("content-type", "application/json");
	response.end(JSON.stringify(body ?? {}));
};

const DISCOVERY: Readonly<Record<string, object>> = {
	api: { kind: "APIVersions", versions: ["v1"] },
	apis: { kind: "APIGroupList", apiVersion: "v1", groups: [] },
	"api/v1": {
		kind: "APIResourceList",
		groupVersion: "v1",
		resources: [
			{ name: "pods", kind: "Pod", namespaced: true, verbs: ["get", "list"] },
		],
	},
	version: { major: "1", minor: "33", gitVersion: "v1.33.0" },
	pods: { kind: "PodList", apiVersion: "v1", metadata: {}, items: [] },
};

/** Reads the same list with the plugin's own client. */
export async function byUs(
	server: RecordingServer,
	call: Call,
): Promise<Outcome> {
	const before = server.requests.length;
	let message: string | undefined;
	try {
		const env = { PATH: process.env["PATH"], ...call.env };
		const cluster = await loadCluster({ ...NAMESPACE, ...call.flags }, env);
		const path = `/api/v1/namespaces/${cluster.namespace}/pods`;
		await createApiClient(cluster)
			.list(path, podObject)
			.finally(() => cluster.close());
	} catch (caught) {
		message = caught instanceof Error ? caught.message : String(caught);
	}
	return outcome(server, before, message);
}

function outcome(
	server: RecordingServer,
	before: number,
	message: string | undefined,
): Outcome {
	// Google's kubectl first asks for /version, to choose among the several that it ships.
	const request = server.requests
		.slice(before)
		.find(({ url }) => PODS.test(url));
	return message !== undefined || request === undefined
		? { kind: "failed", message: message ?? "nothing arrived" }
		: { kind: "arrived", arrival: arrivalOf(request) };
}

function arrivalOf(request: RecordedRequest): Arrival {
	const compared = /^(authorization|host|accept-encoding|impersonate-.*)$/;
	const headers = Object.entries(request.headers)
		.filter(([name]) => compared.test(name))
		.sort(([left], [right]) => left.localeCompare(right));
	return {
		path: request.url,
		sni: request.sni,
		clientCertificate: request.clientCertificate,
		headers: Object.fromEntries(headers),
	};
}

/** Returns the flags as arguments: `{asGroup: ["a"], requestTimeoutMs: 500}` → `--as-group=a --request-timeout=500ms`. */
function argumentsOf({
	requestTimeoutMs,
	...flags
}: ClusterFlags): readonly string[] {
	const timeout =
		requestTimeoutMs === undefined
			? []
			: [`--request-timeout=${requestTimeoutMs}ms`];
	const others = Object.entries(flags).flatMap(([name, value]) => {
		const flag = name.replaceAll(
			/[A-Z]/g,
			(letter) => `-${letter.toLowerCase()}`,
		);
		const values = Array.isArray(value) ? value : [value];
		return values.map((each) => `--${flag}=${each}`);
	});
	return [...timeout, ...others];
}
