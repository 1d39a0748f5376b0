import { apiVersionOf, type ResourceType } from "../../objects/kinds.ts";
import { type KubeObject, keyOf } from "../../objects/metadata.ts";
import {
	badRequest,
	expired,
	StatusError,
} from "../../registry/status-error.ts";
import type { Store } from "../../store/store.ts";
import { filterOf } from "./selectors.ts";

/** A whole list or one page of it. */
export type ObjectList = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {
		readonly resourceVersion: string;
		readonly continue?: string;
		readonly remainingItemCount?: number;
	};
	readonly items: readonly KubeObject[];
};

/** The content of a continue token: the revision of the list, and the last key of the previous page. */
type Continuation = { readonly revision: number; readonly after: string };

/** Lists a resource with the selectors and the page of the query. @throws StatusError 400, 410, 504 */
export function listObjects(
	store: Store,
	type: ResourceType,
	namespace: string | undefined,
	query: URLSearchParams,
): ObjectList {
	checkRevision(store, query.get("resourceVersion") ?? "");
	const filter = filterOf(type.name, query);
	const token = query.get("continue");
	const start = token ? decodeContinue(token) : undefined;
	const revision = start?.revision ?? store.revision();
	const objects = store.listAt(type.name, revision);
	if (!objects) throw expiredPage(store, start);
	const wanted = objects.filter(
		(object) =>
			(namespace === undefined || object.metadata.namespace === namespace) &&
			(!start || keyOf(object.metadata) > start.after) &&
			filter(object),
	);
	const asked = Number(query.get("limit"));
	const limit = asked > 0 ? asked : wanted.length;
	const items = wanted.slice(0, limit);
	const last = items.at(-1);
	return {
		apiVersion: apiVersionOf(type),
		kind: `${type.kind}List`,
		metadata: {
			resourceVersion: String(revision),
			...(last && wanted.length > limit
				? {
						continue: encodeContinue({
							revision,
							after: keyOf(last.metadata),
						}),
						remainingItemCount: wanted.length - limit,
					}
				: {}),
		},
		items,
	};
}

/** Parses a resourceVersion. Returns 0 for an empty one. @throws StatusError 400 */
export function parseRevision(resourceVersion: string): number {
	if (!/^\d*$/.test(resourceVersion))
		throw badRequest(
			`invalid resource version: resourceVersion: Invalid value: "${resourceVersion}": strconv.ParseUint: parsing "${resourceVersion}": invalid syntax`,
		);
	return Number(resourceVersion);
}

/** Refuses a resourceVersion that is higher than the server's: it came from another server. @throws StatusError 400, 504 */
function checkRevision(store: Store, resourceVersion: string): void {
	if (parseRevision(resourceVersion) <= store.revision()) return;
	const message = `Timeout: Too large resource version: ${resourceVersion}, current: ${store.revision()}`;
	throw new StatusError(504, "Timeout", message, {
		causes: [
			{
				reason: "ResourceVersionTooLarge",
				message: "Too large resource version",
			},
		],
		retryAfterSeconds: 1,
	});
}

function expiredPage(
	store: Store,
	start: Continuation | undefined,
): StatusError {
	return expired(
		"The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.",
		encodeContinue({ revision: store.revision(), after: start?.after ?? "" }),
	);
}

/** Encodes a token as the API server does: base64url of JSON, which clients treat as opaque. */
function encodeContinue({ revision, after }: Continuation): string {
	const token = { v: "meta.k8s.io/v1", rv: revision, start: `${after}\u0000` };
	return Buffer.from(JSON.stringify(token)).toString("base64url");
}

function decodeContinue(token: string): Continuation {
	try {
		const { rv, start } = JSON.parse(
			Buffer.from(token, "base64url").toString(),
		);
		if (typeof rv === "number" && typeof start === "string")
			return { revision: rv, after: start.replace("\u0000", "") };
	} catch {
		// The error below covers this case too.
	}
	throw badRequest(
		`invalid continue token: continue key is not valid: ${token}`,
	);
}
