import type { Query } from "../../kubernetes/api.ts";
import { namedObject } from "../../kubernetes/objects/metadata.ts";
import { pathSegment } from "../../kubernetes/path-segment.ts";
import type { Candidate, Completer, CompletionRequest } from "./completer.ts";

/** Returns the names of a collection's objects. It requests only their metadata. @throws PluginError */
export async function objectNames(
	{ reach, signal }: CompletionRequest,
	pathIn: (namespace: string) => string,
	query: Query = {},
): Promise<readonly string[]> {
	const { cluster, api } = await reach();
	try {
		const path = pathIn(cluster.namespace);
		const options = { query, form: "metadata", signal } as const;
		const objects = await api.list(path, namedObject, options);
		return objects.flatMap(({ metadata }) => metadata.name ?? []);
	} finally {
		cluster.close();
	}
}

/** The namespaces of the cluster. */
export const completeNamespace: Completer = async (request) =>
	candidates(await objectNames(request, () => "/api/v1/namespaces"));

/** The TLS Secrets of the namespace. */
export const completeTlsSecret: Completer = async (request) =>
	candidates(
		await objectNames(
			request,
			(namespace) => `/api/v1/namespaces/${pathSegment(namespace)}/secrets`,
			{ fieldSelector: "type=kubernetes.io/tls" },
		),
	);

function candidates(names: readonly string[]): readonly Candidate[] {
	return names.map((value) => ({ value }));
}
